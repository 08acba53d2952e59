/** Where lines for the person at the keyboard go. */
export type Log = (line: string) => void;

/** Runs one step and says how long it took; what the step returns is handed on. */
export type Step = <Result>(
  label: string | ((result: Result) => string),
  act: () => Promise<Result>,
) => Promise<Result>;

/** Makes a `step` that reports to `log`. */
export function stepsTo(log: Log, now: () => number = () => performance.now()): Step {
  return async (label, act) => {
    const started = now();
    const result = await act();
    const text = typeof label === 'string' ? label : label(result);
    log(`  ${seconds(now() - started).padStart(6)} s  ${text}`);
    return result;
  };
}

/** Milliseconds as seconds with one decimal. */
export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
