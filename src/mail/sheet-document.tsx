import { Block, inRows, MailDocument, Small, Text } from './document.tsx';
import { Button, Film, Frame, Line, Title } from './frame.tsx';
import { paragraph } from './plain-text.ts';
import type { FrameView, SheetView } from './sheet.ts';
import { palette } from './style.ts';
import { DESK } from './wording.ts';

/** The mail that asks for decisions. */
export function SheetDocument({ sheet }: { sheet: SheetView }) {
  return (
    <MailDocument {...sheet}>
      <Block padding="0 20px 8px">
        <Text>
          {paragraph(sheet.why, sheet.sent, sheet.ask)} <b>{sheet.due}</b>.{' '}
          {paragraph(sheet.dueNote, sheet.part)}
        </Text>
        {sheet.desk && (
          <Text>
            <a
              class="ink"
              href={sheet.desk}
              style={`display:inline-block;font:bold 16px/44px Arial;color:${palette.ink}`}
            >
              {DESK}
            </a>
          </Text>
        )}
        <Small>{sheet.how}</Small>
        <Small>{sheet.personal}</Small>
      </Block>
      {inRows(sheet.frames, (frame, row) => (
        <Asked key={frame.number} frame={frame} room={Math.max(...row.map((one) => one.height))} />
      ))}
    </MailDocument>
  );
}

/** One picture on its piece of film, what its sender wrote, and the two buttons. */
function Asked({ frame, room }: { frame: FrameView; room: number }) {
  return (
    <Frame>
      <Film {...frame} room={room} />
      <Title>{frame.title}</Title>
      <Line words={frame.note} />
      <Line words={frame.caption} />
      <Line label="Credit: " words={frame.credit} />
      <Line label="From: " words={frame.sender} />
      <Line label="Decide by: " words={frame.due} />
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:12px">
        <tr>
          <Button href={frame.approve} label="Approve" kind="yes" />
          <td width="2%">&nbsp;</td>
          <Button href={frame.reject} label="Reject" kind="no" />
        </tr>
      </table>
    </Frame>
  );
}
