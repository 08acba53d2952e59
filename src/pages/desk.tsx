import { oneLine, whenInWords } from '#core/words';
import { waitingInWords } from './counts.ts';
import { DeskCell } from './desk-cell.tsx';
import { Keys } from './desk-keys.tsx';
import { deskStyle } from './desk-style.ts';
import type { DeskResult, DeskView } from './desk-view.ts';
import { pageDocument } from './document.tsx';
import { hashOf } from './hash.ts';
import { titleOf } from './view.ts';

export type { DeskView } from './desk-view.ts';

/** Names what the desk's policy allows: its one style, and its script. */
export function deskSources(script: string): { style: string; script: string } {
  return { style: hashOf(deskStyle), script: hashOf(script) };
}

/**
 * Writes the page with all that waits for one reviewer: a form that works without its script.
 * @param script the text of `desk-script/main.ts`, bundled
 */
export function deskPage(view: DeskView, script: string): string {
  const heading = waitingInWords(view.pictures.length);
  return pageDocument({
    title: heading,
    style: deskStyle,
    script,
    children: <Desk view={view} heading={heading} />,
  });
}

function Desk({ view, heading }: { view: DeskView; heading: string }) {
  const { pictures, results = [] } = view;
  const here = new Set(pictures.map((one) => one.id));
  return (
    <>
      <h1 id="waiting">{heading}</h1>
      <Elsewhere results={results.filter((one) => 'done' in one || !here.has(one.id))} />
      {pictures.length > 0 && <Pictures view={view} results={results} />}
      <p class="soft">
        {`This page is ${oneLine(view.reviewer, 254)}’s alone: whoever has its address can decide in that name. It can be opened until ${whenInWords(view.until)}.`}
      </p>
    </>
  );
}

/** Results that have no picture below to stand at, since it waits no more; and what is back. */
function Elsewhere({ results }: { results: readonly DeskResult[] }) {
  if (results.length === 0) return null;
  return (
    <>
      <h2 class="label">What came of it</h2>
      <ul class="results">
        {results.map((one) => (
          <Result key={one.id} result={one} />
        ))}
      </ul>
    </>
  );
}

const said = { approved: 'You approved', rejected: 'You rejected', undone: 'You took your decision back on' };

function Result({ result }: { result: DeskResult }) {
  const title = titleOf(result);
  if ('problem' in result)
    return (
      <li>
        <p class="problem" dir="auto">{`“${title}”: ${result.problem}`}</p>
      </li>
    );
  return (
    <li>
      <p dir="auto">{`${said[result.done]} “${title}”.`}</p>
      {result.done !== 'undone' && (
        <form method="post" action="?">
          <input type="hidden" name="id" value={result.id} />
          <button type="submit" name="decision" value="undo" class="plain" aria-label={`Undo: ${title}`}>
            Undo
          </button>
        </form>
      )}
    </li>
  );
}

/** Only a question mark: the page's own address, without what asked for the marks. */
function Pictures({ view, results }: { view: DeskView; results: readonly DeskResult[] }) {
  const problems = new Map(results.flatMap((one) => ('problem' in one ? [[one.id, one.problem]] : [])));
  return (
    <>
      {/* A browser that comes back would set marks by their place in the form, on other pictures than before. */}
      <form id="desk" method="post" action="?" autocomplete="off">
        {/* Enter on a mark presses the form's first button: this one does nothing, as there is no dialog around it. */}
        <button type="submit" formmethod="dialog" hidden />
        <ul class="grid">
          {view.pictures.map((one, at) => (
            <DeskCell
              key={one.id}
              picture={one}
              marked={at < (view.marked ?? 0)}
              problem={problems.get(one.id)}
            />
          ))}
        </ul>
        <Bar />
      </form>
      <form id="mark-all" method="get" action="?" />
      <Keys />
    </>
  );
}

function Bar() {
  return (
    <div class="bar">
      <div class="comment">
        <label for="comment">Comment on all that you decide next (optional)</label>
        <textarea id="comment" name="comment" maxlength={1000} rows={1} dir="auto" />
      </div>
      <div class="choices">
        <button type="submit" form="mark-all" name="mark" value="all" class="plain">
          Mark all
        </button>
        <button type="submit" name="decision" value="approve" class="yes">
          Approve marked
        </button>
        <button type="submit" name="decision" value="reject" class="no">
          Reject marked
        </button>
        <button type="button" id="show-keys" class="plain" hidden>
          Keys (?)
        </button>
      </div>
      <p id="said" role="status" />
    </div>
  );
}
