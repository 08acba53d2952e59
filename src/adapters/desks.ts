import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

const desk = z.object({ reviewer: z.string(), expires: z.int() });
const keyOf = (id: string) => ({ pk: `DESK#${id}`, sk: 'DESK' });

/** Whose desk a mailed link leads to; DynamoDB removes each some time after it expires. */
export function dynamoDesks(table: string, db: DynamoDBDocumentClient) {
  return {
    /** @param expires seconds since 1970 */
    async keep(id: string, reviewer: string, expires: number): Promise<void> {
      await db.send(new PutCommand({ TableName: table, Item: { ...keyOf(id), reviewer, expires } }));
    },

    /** The reviewer whose desk it is. */
    async reviewerOf(id: string): Promise<string | undefined> {
      const { Item } = await db.send(new GetCommand({ TableName: table, Key: keyOf(id) }));
      return Item && desk.parse(Item).reviewer;
    },
  };
}

export type Desks = ReturnType<typeof dynamoDesks>;
