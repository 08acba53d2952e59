import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, PurgeQueueCommand } from '@aws-sdk/client-sqs';
import { aws } from './aws.ts';
import { place } from './place.ts';
import { until } from './until.ts';

/** The queue that feeds a function. */
export interface Queue {
  url: string;
  /** Of the mapping that feeds the function from it. */
  mapping: string;
}

/** Finds the queue that feeds a function, such as `start-workflow`. */
export async function queueOf(functionName: string): Promise<Queue> {
  const FunctionName = `${place().stackName}-${functionName}`;
  const { EventSourceMappings = [] } = await aws().functions.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const [{ UUID = '', EventSourceArn = '' } = {}] = EventSourceMappings;
  const QueueName = EventSourceArn.slice(EventSourceArn.lastIndexOf(':') + 1);
  const { QueueUrl = '' } = await aws().queues.send(new GetQueueUrlCommand({ QueueName }));
  return { url: QueueUrl, mapping: UUID };
}

/** How many messages lie in a queue, and how many are being worked on. */
async function held({ url }: Queue): Promise<{ lying: number; working: number }> {
  const { Attributes = {} } = await aws().queues.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  const { ApproximateNumberOfMessages: lying, ApproximateNumberOfMessagesNotVisible: working } = Attributes;
  return { lying: Number(lying), working: Number(working) };
}

/** Waits until everything in a queue has been worked off. */
export async function waitUntilEmpty(queue: Queue): Promise<void> {
  await until('the queue to be empty', async () => {
    const { lying, working } = await held(queue);
    return lying + working === 0 ? true : undefined;
  });
}

/** Does something while a function is not fed by its queue, loses the messages that came meanwhile, and feeds it again. */
export async function losingMessages<T>(functionName: string, act: () => Promise<T>): Promise<T> {
  const queue = await queueOf(functionName);
  await waitUntilEmpty(queue);
  await feed(queue, false);
  try {
    const result = await act();
    await until('a message to lose', async () => ((await held(queue)).lying > 0 ? true : undefined));
    await aws().queues.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
    return result;
  } finally {
    await feed(queue, true);
  }
}

/** Does something while a function is not fed by its queue; the messages that came meanwhile follow. */
export async function holdingMessages<T>(functionName: string, act: () => Promise<T>): Promise<T> {
  const queue = await queueOf(functionName);
  await feed(queue, false);
  try {
    return await act();
  } finally {
    await feed(queue, true);
  }
}

async function feed({ mapping }: Queue, Enabled: boolean): Promise<void> {
  await aws().functions.send(new UpdateEventSourceMappingCommand({ UUID: mapping, Enabled }));
}
