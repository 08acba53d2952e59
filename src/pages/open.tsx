import type { ComponentChildren } from 'preact';
import type { Verdict } from '#core/image';
import {
  bytesInWords,
  coloursInWords,
  durationInWords,
  oneLine,
  someLines,
  typeInWords,
  whenInWords,
} from '#core/words';
import { Decisions, Quote } from './decisions.tsx';
import { Film } from './film.tsx';
import { Handover, HandoverForm } from './handover.tsx';
import { linkOf, type OpenView, titleOf } from './view.ts';

/** A picture that waits for a decision: what it is, and the one form that decides. */
export function Open({ view }: { view: OpenView }) {
  const title = titleOf(view);
  const filename = oneLine(view.filename, 200);
  return (
    <>
      <form class="columns" method="post" action={linkOf(view)}>
        <Film thumbnail={view.thumbnail} title={title} edge={filename} />
        <div>
          <h1 dir="auto">{title}</h1>
          {view.titleChanged && (
            <p class="notice" role="alert">
              Nothing is decided: the title was changed while you looked. Look again and decide.
            </p>
          )}
          {view.titleNote && (
            <p class="notice" dir="auto">
              {view.titleNote}
            </p>
          )}
          <input type="hidden" name="titleVersion" value={view.titleVersion} />
          {view.undone && <p class="notice">You took your decision back. The picture waits for one again.</p>}
          <Escalated after={view.escalatedAfter} />
          <Passed by={view.passed} />
          <Words view={view} />
          <Facts view={view} />
          <Quorum view={view} />
          <Decisions heading="Decided so far" decisions={view.decisions} />
          <Comment written={view.titleChanged?.comment} />
          <Instruction choice={view.choice} />
          <Buttons choice={view.choice} />
          <Handover typed={view.handover} />
        </div>
      </form>
      <HandoverForm link={linkOf(view)} />
    </>
  );
}

function Escalated({ after }: { after: string | undefined }) {
  if (!after) return null;
  return <p class="notice">{`You are asked because there was no decision in ${durationInWords(after)}.`}</p>;
}

function Passed({ by }: { by: OpenView['passed'] }) {
  if (!by) return null;
  return (
    <>
      <p class="notice">{`${oneLine(by.from, 254)} passed it on to you.`}</p>
      <Quote words={by.comment} />
    </>
  );
}

function Quorum({ view: { quorum } }: { view: OpenView }) {
  // Where one approval is enough, whoever comes first decides: nothing to explain.
  if (!quorum || quorum.required === 1) return null;
  const { required, reviewers } = quorum;
  return <p>{`${required === reviewers ? 'All ' : `${required} of `}${reviewers} approvals are needed.`}</p>;
}

function Words({ view }: { view: OpenView }) {
  const caption = someLines(view.caption ?? '', 2000);
  const credit = oneLine(view.credit ?? '', 300);
  return (
    <>
      {caption && (
        <p class="lines" dir="auto">
          {caption}
        </p>
      )}
      {credit && (
        <p class="credit" dir="auto">
          Credit: {credit}
        </p>
      )}
    </>
  );
}

function Facts({ view }: { view: OpenView }) {
  const colours = coloursInWords(view.facts);
  return (
    <dl>
      <Fact name="Decide by">
        <time dateTime={view.dueAt}>{whenInWords(view.dueAt)}</time>
      </Fact>
      <Fact name="From">{oneLine(view.sender, 254)}</Fact>
      <Fact name="Original">{original(view.facts)}</Fact>
      {colours && <Fact name="Colours">{colours}</Fact>}
      <Fact name="You are">{oneLine(view.reviewer, 254)}</Fact>
    </dl>
  );
}

function original({ width, height, bytes, contentType }: OpenView['facts']): string {
  const side = (pixels: number) => pixels.toLocaleString('en-GB');
  const parts = [typeInWords(contentType)];
  if (width > 0 && height > 0) parts.push(`${side(width)} × ${side(height)} pixels`);
  if (bytes > 0) parts.push(bytesInWords(bytes));
  return parts.join(', ');
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Comment({ written }: { written: string | undefined }) {
  return (
    <>
      <label for="comment">Comment (optional)</label>
      <textarea id="comment" name="comment" maxlength={1000} rows={3} dir="auto">
        {written}
      </textarea>
    </>
  );
}

function Instruction({ choice }: { choice: Verdict | undefined }) {
  const pressed =
    choice && `You chose ${labels[choice]} in the mail. Press it here to confirm: nothing is decided yet.`;
  return (
    <p class="soft instruction">{pressed ?? 'An approved picture is published, a rejected one is not.'}</p>
  );
}

const labels = { approve: 'Approve', reject: 'Reject' } as const;

/** Both buttons stand out alike unless one was chosen in the mail; they never change places. */
function Buttons({ choice }: { choice: Verdict | undefined }) {
  return (
    <div class="buttons">
      <Button verdict="approve" face="yes" choice={choice} />
      <Button verdict="reject" face="no" choice={choice} />
    </div>
  );
}

function Button(props: { verdict: Verdict; face: 'yes' | 'no'; choice: Verdict | undefined }) {
  const { verdict, face, choice } = props;
  const quiet = choice !== undefined && choice !== verdict;
  return (
    <button
      type="submit"
      name="decision"
      value={verdict}
      class={quiet ? `${face} quiet` : face}
      autofocus={choice === verdict}
    >
      {labels[verdict]}
    </button>
  );
}
