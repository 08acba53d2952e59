import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** A queue that takes JSON. */
export function sqsQueue<T>(url: string, client: SQSClient = new SQSClient({})) {
  return {
    /** @param delay milliseconds until it may be received; SQS allows 15 minutes */
    async send(body: T, delay = 0): Promise<void> {
      const DelaySeconds = Math.min(900, Math.ceil(delay / 1000));
      await client.send(
        new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(body), DelaySeconds }),
      );
    },
  };
}

export type Queue<T> = ReturnType<typeof sqsQueue<T>>;
