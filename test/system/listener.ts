import { randomBytes } from 'node:crypto';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { ImageEvent } from '#core/events';
import { aws } from './aws.ts';
import { output } from './place.ts';
import { until } from './until.ts';

/** An event as EventBridge puts it into a queue. */
export interface Heard {
  source: string;
  'detail-type': string;
  detail: ImageEvent;
}

/** Somebody else who listens to the bus, by a rule and a queue of their own. */
export interface Listener {
  /** Waits until so many events of a picture were heard, and answers all of them, in the order they came. */
  wait(imageId: string, count: number): Promise<Heard[]>;
  /** Everything that was heard, of whatever picture. */
  all(): Heard[];
  stop(): Promise<void>;
}

/** Listens to every event of the bus from now on. */
export async function listen(): Promise<Listener> {
  const { events, queues } = aws();
  const name = `listener-${randomBytes(4).toString('hex')}`;
  const bus = output('ImageBus');
  const rule = { Name: name, EventBusName: bus };
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventPattern = JSON.stringify({ source: ['contactsheet.image'] });
  await events.send(new PutRuleCommand({ ...rule, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets }));

  const heard: Heard[] = [];
  const of = (imageId: string) => heard.filter(({ detail }) => detail.imageId === imageId);
  const receive = async () => {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
    );
    heard.push(...Messages.map(({ Body = '' }) => JSON.parse(Body) as Heard));
    return Messages.length > 0;
  };
  return {
    wait: (imageId, count) =>
      until(
        `${count} events of ${imageId}`,
        async () => {
          while (await receive());
          return of(imageId).length >= count ? of(imageId) : undefined;
        },
        { seen: () => of(imageId).map(({ detail }) => detail.type) },
      ),
    all: () => heard,
    stop: async () => {
      await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['queue'] }));
      await events.send(new DeleteRuleCommand(rule));
      await queues.send(new DeleteQueueCommand({ QueueUrl }));
    },
  };
}
