import { describe, expect, test } from '@jest/globals';
import { Refused } from '../../../src/console/api/call.ts';
import { paceAfter, paceOf } from '../../../src/console/live/use-workflow.ts';
import type { WorkflowReport } from '../../../src/functions/get-workflow/schema.ts';

type Status = WorkflowReport['status'];

/** A report of an image's execution and of its clock, where there is one. */
const report = (status: Status, clock?: Status) => ({
  status,
  clock: clock ? ({ status: clock } as NonNullable<WorkflowReport['clock']>) : null,
});

describe('a picture’s executions are looked at', () => {
  test.each<[Status, Status | undefined]>([
    ['SUCCEEDED', 'ABORTED'],
    ['SUCCEEDED', 'SUCCEEDED'],
    ['SUCCEEDED', undefined],
    ['FAILED', undefined],
    ['ABORTED', 'ABORTED'],
    ['TIMED_OUT', 'FAILED'],
  ])('never again once they have ended (%s, clock %s)', (status, clock) => {
    expect(paceOf(report(status, clock), 'approved')).toBe('never');
  });

  test('while one of the two runs', () => {
    expect(paceOf(report('RUNNING', 'RUNNING'), 'in-review')).toBe('late');
    expect(paceOf(report('SUCCEEDED', 'RUNNING'), 'approved')).toBe('late');
    expect(paceOf(report('RUNNING'), 'processing')).toBe('soon');
  });

  test('again after a failed look, but for those that are forgotten', () => {
    const refused = (status: number) => new Refused({ title: '', code: '', status });
    expect(paceAfter(refused(503), 'approved')).toBe('late');
    expect(paceAfter(refused(404), 'processing')).toBe('soon');
    expect(paceAfter(refused(404), 'approved')).toBe('never');
    expect(paceAfter(new TypeError('no connection'), 'approved')).toBe('late');
  });
});
