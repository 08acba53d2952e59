import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventBus } from '#adapters/bus';
import { changeOf, type ImageEvent } from '#core/events';
import { announced } from '../core/images.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A bus behind HTTP that gives one answer, and remembers what it was asked. */
async function answering(answer: object) {
  const asked: { Entries: Record<string, string>[] }[] = [];
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    response.setHeader('content-type', 'application/x-amz-json-1.1').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  open.push(() => {
    client.destroy();
    server.close();
  });
  return { asked, bus: eventBus('pictures', client) };
}

function submitted(): ImageEvent {
  const event = changeOf(announced(), announced({ status: 'processing', version: 1 }));
  if (!event) throw new Error('nothing changed');
  return event;
}

describe('the bus', () => {
  test('is told who says so, of what kind it is, and the event as it is', async () => {
    const { asked, bus } = await answering({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
    await bus.put([submitted()]);
    const [{ Detail = '', ...entry } = {}] = asked[0]?.Entries ?? [];
    expect(entry).toMatchObject({
      EventBusName: 'pictures',
      Source: 'contactsheet.image',
      DetailType: 'submitted',
    });
    expect(JSON.parse(Detail)).toEqual(submitted());
  });

  test('that takes only a part of them has failed, although its answer is a 200', async () => {
    const { bus } = await answering({
      FailedEntryCount: 1,
      Entries: [{ EventId: 'e' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'not now' }],
    });
    await expect(bus.put([submitted(), submitted()])).rejects.toThrow('refused 1 events: InternalFailure');
  });
});
