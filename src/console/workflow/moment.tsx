const shown = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** A time as the reader's clock has it. */
export function Moment({ at }: { at: string }) {
  return <time dateTime={at}>{shown.format(new Date(at))}</time>;
}
