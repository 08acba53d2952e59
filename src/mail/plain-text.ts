import type { FrameView, SheetView } from './sheet.ts';

/** Writes a contact sheet for those who read mail as plain text; it says all that the HTML says. */
export function plainText(sheet: SheetView): string {
  const head = [
    sheet.masthead,
    sheet.heading,
    paragraph(sheet.sent, `Please decide ${sheet.due}.`, sheet.part),
    sheet.how,
    sheet.personal,
  ];
  return `${[...head, ...sheet.frames.map(frame), sheet.footer].join('\n\n')}\n`;
}

function paragraph(...sentences: string[]): string {
  return sentences.filter(Boolean).join(' ');
}

function frame(view: FrameView): string {
  const lines = [
    ['Caption', view.caption],
    ['Credit', view.credit],
    ['File', view.filename],
    ['From', view.sender],
    ['Look', view.look],
    ['Approve', view.approve],
    ['Reject', view.reject],
  ].filter(([, value]) => value);
  return [`${view.number}. ${view.title}`, ...lines.map(([label, value]) => `   ${label}: ${value}`)].join(
    '\n',
  );
}
