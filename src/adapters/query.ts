import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';

/**
 * The items of a query, in its order. DynamoDB answers in pages of at most 1 MB, whatever `Limit` says, so a short
 * page is not the end.
 * @param most so many at most; left out, all there are
 */
export async function queryItems(
  db: DynamoDBDocumentClient,
  query: Omit<QueryCommandInput, 'Limit' | 'ExclusiveStartKey'>,
  most?: number,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new QueryCommand({
        ...query,
        ...(most === undefined ? {} : { Limit: most - items.length }),
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start && (most === undefined || items.length < most));
  return items;
}
