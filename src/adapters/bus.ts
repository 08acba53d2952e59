import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, type ImageEvent } from '#core/events';

/** EventBridge takes so many events in one call. */
export const MOST_EVENTS = 10;

/** A bus that hears of pictures. */
export function eventBus(name: string, client: EventBridgeClient = new EventBridgeClient({})) {
  return {
    /**
     * Puts up to ten events.
     * @throws Error when the bus did not take each of them: such an answer is a 200 all the same
     */
    async put(events: readonly ImageEvent[]): Promise<void> {
      const answer = await client.send(
        new PutEventsCommand({
          Entries: events.map((event) => ({
            EventBusName: name,
            Source: EVENT_SOURCE,
            DetailType: event.type,
            Detail: JSON.stringify(event),
            Time: new Date(event.at),
          })),
        }),
      );
      if (!answer.FailedEntryCount) return;
      const refused = answer.Entries?.find((one) => one.ErrorCode);
      throw new Error(`The bus refused ${answer.FailedEntryCount} events: ${refused?.ErrorCode}`);
    },
  };
}

export type Bus = ReturnType<typeof eventBus>;
