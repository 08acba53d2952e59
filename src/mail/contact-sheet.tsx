import { mailHtml } from './document.tsx';
import { inParts, type Mail } from './packing.ts';
import { plainText } from './plain-text.ts';
import { framesOf, type SheetInput, sheetView } from './sheet.ts';
import { SheetDocument } from './sheet-document.tsx';

/** Writes what a reviewer is sent for a batch: pictures to decide on, new ones or those that wait for long. */
export function contactSheets(input: SheetInput): Mail[] {
  return inParts(input.reviewer, framesOf(input), (frames, position) => {
    const sheet = sheetView(input, frames, position);
    return {
      subject: sheet.subject,
      html: mailHtml(<SheetDocument sheet={sheet} />),
      text: plainText(sheet),
    };
  });
}
