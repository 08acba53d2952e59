import type { ComponentChildren } from 'preact';
import type { Decision, Verdict } from '#core/image';
import { bytesInWords, oneLine, someLines, typeInWords, whenInWords } from '#core/words';
import { Film } from './film.tsx';
import { done, type OpenView, titleOf } from './view.ts';

/** A picture that waits for a decision: what it is, and the one form that decides. */
export function Open({ view }: { view: OpenView }) {
  const title = titleOf(view);
  const filename = oneLine(view.filename, 200);
  return (
    <form class="columns" method="post" action={linkOf(view.thumbnail.url)}>
      <Film thumbnail={view.thumbnail} title={title} edge={filename} />
      <div>
        <h1 dir="auto">{title}</h1>
        <Words view={view} />
        <Facts view={view} />
        <Earlier decisions={view.decisions} />
        <Comment />
        <Instruction choice={view.choice} />
        <Buttons choice={view.choice} />
      </div>
    </form>
  );
}

/** An empty action would keep `?choice=` in the address that is posted to; the thumbnail's address holds the link. */
function linkOf(thumbnailUrl: string): string {
  return thumbnailUrl.slice(0, thumbnailUrl.lastIndexOf('/'));
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
  return (
    <dl>
      <Fact name="Decide by">
        <time dateTime={view.dueAt}>{whenInWords(view.dueAt)}</time>
      </Fact>
      <Fact name="From">{oneLine(view.sender, 254)}</Fact>
      <Fact name="Original">{original(view.facts)}</Fact>
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

function Earlier({ decisions }: { decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <>
      <h2 class="label">Decided so far</h2>
      <ul class="earlier">
        {decisions.map(({ by, decision, at, comment }) => (
          <li key={`${by} ${at}`}>
            {`${oneLine(by, 254)} ${done[decision]} it on ${whenInWords(at)}.`}
            {comment && (
              <blockquote class="lines" dir="auto">
                {someLines(comment, 1000)}
              </blockquote>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Comment() {
  return (
    <>
      <label for="comment">Comment (optional)</label>
      <textarea id="comment" name="comment" maxlength={1000} rows={3} dir="auto" />
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
