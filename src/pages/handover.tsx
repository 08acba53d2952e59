import { oneLine, whenInWords } from '#core/words';
import { Quote } from './decisions.tsx';
import { Film } from './film.tsx';
import { Next } from './next.tsx';
import { type HandedOverView, type HandoverView, titleOf } from './view.ts';

const FORM = 'handover';

/** Forms cannot stand in one another: the fields of this one name it, and it stands beside the form that decides. */
export function HandoverForm({ link }: { link: string }) {
  return <form id={FORM} method="post" action={`${link}/handover`} />;
}

/** Asks somebody else instead; its `HandoverForm` has to be on the page, too. */
export function Handover({ typed }: { typed: HandoverView | undefined }) {
  const problem = typed?.problem;
  return (
    <details open={problem !== undefined}>
      <summary>Pass it on to somebody else</summary>
      <p class="soft">
        They get a mail with a link of their own. After that your link only shows the picture.
      </p>
      <label for="to">Their e-mail address</label>
      <input
        id="to"
        name="to"
        form={FORM}
        type="email"
        required
        maxlength={254}
        autocomplete="email"
        value={typed?.to ?? ''}
        autofocus={problem !== undefined}
        {...(problem === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'to-problem' })}
      />
      {problem !== undefined && (
        <p id="to-problem" class="problem">
          {problem}
        </p>
      )}
      <label for="why">Comment for them (optional)</label>
      <textarea id="why" name="comment" form={FORM} maxlength={1000} rows={2} dir="auto">
        {typed?.comment}
      </textarea>
      <button type="submit" form={FORM} class="plain">
        Pass it on
      </button>
    </details>
  );
}

/** A picture that the reviewer passed on. */
export function HandedOver({ view }: { view: HandedOverView }) {
  const title = titleOf(view);
  return (
    <div class="columns">
      <Film thumbnail={view.thumbnail} title={title} edge={title} />
      <div>
        <h1>{handedOverHeading(view)}</h1>
        <p>{`You passed this picture on to ${oneLine(view.to, 254)} on ${whenInWords(view.at)}.`}</p>
        <Quote words={view.comment} />
        <p>They decide now; your link only shows the picture.</p>
        <Next next={view.next} />
      </div>
    </div>
  );
}

/** The page in a few words, also for its window. */
export function handedOverHeading(view: HandedOverView): string {
  return view.justNow ? 'Thank you: passed on' : 'Passed on';
}
