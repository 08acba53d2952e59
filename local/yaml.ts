import { LineCounter, parseDocument } from 'yaml';
import { Failure } from './failure.ts';

/** More follow from these. */
const MOST_FAULTS = 3;

/**
 * Reads YAML; CloudFormation's tags, such as `!Ref`, are taken for plain values.
 * @param file what to call it
 * @throws Failure that says of the first faults their file, line and column
 */
export function parseYaml(file: string, text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const faults = document.errors.slice(0, MOST_FAULTS).map(({ pos: [offset], message }) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}  ${message}`;
  });
  if (faults.length > 0) throw new Failure(faults.join('\n'));
  return document.toJS();
}
