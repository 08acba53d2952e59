import type { Workflow } from '#adapters/workflow';
import { type ExecutionReport, reportStates } from '#core/history';
import { redactText } from '#core/redact';

/** So many definitions are remembered: one has about 15 KB. */
const MOST_DEFINITIONS = 200;

/**
 * What is told of an execution; nothing where Step Functions knows none of that name.
 * @param withData whether inputs, outputs and causes are shown
 */
export function reports(workflow: Pick<Workflow, 'describe' | 'definition' | 'history'>) {
  const definitionOf = remembered(workflow.definition);
  return async (execution: string, withData: boolean): Promise<ExecutionReport | undefined> => {
    const { status, error, startedAt, stoppedAt } = await workflow.describe(execution);
    if (status === 'gone') return undefined;
    const [definition, history] = await Promise.all([definitionOf(execution), workflow.history(execution)]);
    const ended = { status, ...(error === undefined ? {} : { error: redactText(error) }) };
    return {
      execution: execution.slice(execution.lastIndexOf(':') + 1),
      ...ended,
      ...(startedAt ? { startedAt: startedAt.toISOString() } : {}),
      ...(stoppedAt ? { stoppedAt: stoppedAt.toISOString() } : {}),
      states: reportStates(definition, history, ended, withData),
      definition: JSON.parse(definition),
    };
  };
}

/**
 * Asks once for each key. An execution keeps the definition that it began with, and Step Functions gives out one a
 * second for the whole account: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
function remembered(ask: (key: string) => Promise<string>): (key: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > MOST_DEFINITIONS && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
