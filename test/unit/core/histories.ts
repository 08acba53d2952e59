import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** Seconds after ten in the morning. */
export const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, second));

/** What an event is, and after how many seconds. */
type Event = [second: number, type: HistoryEvent['type'], details?: Partial<HistoryEvent>];
/** The same, and on which of the events before it follows, counted from 1; the one before unless told. */
type ChainedEvent = [...Event] | [...Required<Event>, after: number];

/** As the local AWS tells: in one row, without saying what led to what, and within a Parallel of tasks only. */
export function inOneRow(...events: Event[]): HistoryEvent[] {
  return events.map(([second, type, details], index) => ({
    id: index + 1,
    type,
    timestamp: at(second),
    ...details,
  }));
}

/** As AWS tells: each event names the one that led to it; the first two name none, which is 0. */
export function chained(...events: ChainedEvent[]): HistoryEvent[] {
  return events.map(([second, type, details, after], index) => ({
    id: index + 1,
    previousEventId: index < 2 ? 0 : (after ?? index),
    type,
    timestamp: at(second),
    ...details,
  }));
}

export const entered = (name: string, input: object = {}) => ({
  stateEnteredEventDetails: { name, input: JSON.stringify(input), inputDetails: { truncated: false } },
});
export const left = (name: string, output: object = {}) => ({
  stateExitedEventDetails: { name, output: JSON.stringify(output), outputDetails: { truncated: false } },
});

const resourceType = 'lambda';
const resource = 'invoke';
/** A task that calls a function, step by step, as AWS tells it. */
export const call = {
  scheduled: {
    taskScheduledEventDetails: { resourceType, resource, region: 'eu-central-1', parameters: '{}' },
  },
  started: { taskStartedEventDetails: { resourceType, resource } },
  succeeded: { taskSucceededEventDetails: { resourceType, resource, output: '{}' } },
  failed: (error: string, cause = 'It broke.') => ({
    taskFailedEventDetails: { resourceType, resource, error, cause },
  }),
  timedOut: { taskTimedOutEventDetails: { resourceType, resource, error: 'States.Timeout' } },
};

export const activity = 'arn:aws:states:us-east-1:000000000000:activity:contactsheet-local-review';
/** The same in one row, where the resource is the one of the definition. */
export const row = {
  scheduled: (arn = 'arn:aws:states:::lambda:invoke') => ({
    taskScheduledEventDetails: {
      resourceType: arn.includes('lambda') ? 'lambda' : 'states',
      resource: arn,
      region: undefined,
      parameters: undefined,
    },
  }),
  succeeded: (arn = 'arn:aws:states:::lambda:invoke') => ({
    taskSucceededEventDetails: { resourceType: undefined, resource: arn, output: '{}' },
  }),
  failed: (error: string, cause = 'It broke.', arn = 'arn:aws:states:::lambda:invoke') => ({
    taskFailedEventDetails: { resourceType: undefined, resource: arn, error, cause },
  }),
};
