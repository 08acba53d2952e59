import type { Workflow } from '#adapters/workflow';
import { type ExecutionReport, reportStates } from '#core/history';
import { redactText } from '#core/redact';

/**
 * What is told of an execution; nothing where Step Functions knows none of that name.
 * @param withData whether inputs, outputs and causes are shown
 */
export function reports(workflow: Pick<Workflow, 'describe' | 'definition' | 'history'>) {
  return async (execution: string, withData: boolean): Promise<ExecutionReport | undefined> => {
    const { status, error, startedAt, stoppedAt } = await workflow.describe(execution);
    if (status === 'gone') return undefined;
    const [definition, history] = await Promise.all([
      workflow.definition(execution),
      workflow.history(execution),
    ]);
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
