import type { FrameView, SheetView } from './sheet.ts';
import { DESK, MASTHEAD } from './wording.ts';

/** Writes a contact sheet for those who read mail as plain text; it says all that the HTML says. */
export function plainText(sheet: SheetView): string {
  const head = [
    MASTHEAD,
    sheet.heading,
    paragraph(sheet.why, sheet.sent, `${sheet.ask} ${sheet.due}.`, sheet.dueNote, sheet.part),
    sheet.desk && `${DESK}: ${sheet.desk}`,
    sheet.how,
    sheet.personal,
  ];
  return document([...head, ...sheet.frames.map(frame), sheet.footer]);
}

/** Joins paragraphs; an empty one is left out. */
export function document(paragraphs: readonly string[]): string {
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

/** Joins sentences; an empty one is left out. */
export function paragraph(...sentences: string[]): string {
  return sentences.filter(Boolean).join(' ');
}

/** A name on a line, and below it what is to be said of it, such as "From: …"; what is empty is left out. */
export function entry(name: string, lines: readonly (readonly [string, string])[]): string {
  const said = lines.filter(([, value]) => value).map(([label, value]) => `   ${label}: ${value}`);
  return [name, ...said].join('\n');
}

function frame(view: FrameView): string {
  return entry(`${view.number}. ${view.title}`, [
    ['Note', view.note],
    ['Caption', view.caption],
    ['Credit', view.credit],
    ['File', view.filename],
    ['From', view.sender],
    ['Decide by', view.due],
    ['Look', view.look],
    ['Approve', view.approve],
    ['Reject', view.reject],
  ]);
}
