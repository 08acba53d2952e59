import { Block, inRows, MailDocument, mailHtml, Small, Text } from './document.tsx';
import { Button, Film, Frame, Line, Title } from './frame.tsx';
import {
  type OutcomeInput,
  type OutcomeView,
  outcomeView,
  type ResultView,
  resultsOf,
} from './outcome-view.ts';
import { inParts, type Mail } from './packing.ts';
import { document, entry } from './plain-text.ts';
import { palette, serif } from './style.ts';
import { MASTHEAD } from './wording.ts';

const SEE = 'Open in the console';

/** Writes what a sender is told about pictures whose way has ended. */
export function outcomeMails(input: OutcomeInput): Mail[] {
  return inParts(input.sender, resultsOf(input), (results, position) => {
    const view = outcomeView(input, results, position);
    return { subject: view.subject, html: mailHtml(<Outcomes view={view} />), text: plainText(view) };
  });
}

function Outcomes({ view }: { view: OutcomeView }) {
  return (
    <MailDocument {...view}>
      {view.part && (
        <Block padding="0 20px">
          <Text>{view.part}</Text>
        </Block>
      )}
      {view.groups.map(({ heading, next, pictures }) => (
        <>
          <Block padding="12px 20px 0">
            <h2 class="ink" style={`margin:0 0 4px;font:26px/32px ${serif};color:${palette.ink}`}>
              {heading}
            </h2>
            <Text>{next}</Text>
          </Block>
          {inRows(pictures, (one, row) => (
            <Result
              key={one.id}
              result={one}
              room={Math.max(...row.map((each) => each.thumbnail?.height ?? 0))}
            />
          ))}
        </>
      ))}
      <Block padding="4px 20px 0">
        <Small>{view.why}</Small>
      </Block>
    </MailDocument>
  );
}

function Result({ result, room }: { result: ResultView; room: number }) {
  const { thumbnail, comments } = result;
  return (
    <Frame>
      {thumbnail && <Film {...result} {...thumbnail} room={room} />}
      <Title level="h3">{result.title}</Title>
      {!thumbnail && <Line label="File: " words={result.filename} />}
      <Line words={result.reason} />
      {comments.map(({ by, comment }) => (
        <>
          <Line words={`${by} wrote:`} />
          <blockquote
            class="ink"
            dir="auto"
            style={`margin:4px 0 0;padding:0 0 0 12px;border-left:3px solid #8b8375;font:14px/20px Arial;white-space:pre-line;color:${palette.ink}`}
          >
            {comment}
          </blockquote>
        </>
      ))}
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-top:12px">
        <tr>
          <Button href={result.look} label={SEE} kind="see" />
        </tr>
      </table>
    </Frame>
  );
}

function plainText(view: OutcomeView): string {
  const groups = view.groups.flatMap(({ heading, next, pictures }) => [
    `${heading}\n${next}`,
    ...pictures.map(said),
  ]);
  return document([MASTHEAD, view.heading, view.part, ...groups, view.why, view.footer]);
}

function said({ number, title, filename, reason, comments, look }: ResultView): string {
  const quoted = comments.map(
    ({ by, comment }) => [`${by} wrote`, comment.replaceAll('\n', '\n   > ')] as const,
  );
  return entry(`${number}. ${title}`, [['File', filename], ['Why', reason], ...quoted, [SEE, look]]);
}
