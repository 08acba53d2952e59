import { titleNote } from '#core/title';
import { countInWords, listInWords, someLines } from '#core/words';
import type { Image, Review } from '../api/images.ts';
import { Moment } from './moment.tsx';

/** Who decides on a picture, by when, and who has. */
export function ReviewFacts({ image }: { image: Image }) {
  const { review, status } = image;
  if (!review) return null;
  return (
    <section aria-labelledby="review">
      <h2 id="review">Review</h2>
      {status === 'in-review' && titleNote(image) && <p dir="auto">{titleNote(image)}</p>}
      <dl>
        <dt>Asked</dt>
        <dd>{listInWords(review.reviewers, 20)}</dd>
        {status === 'in-review' && !review.outcome && (
          <>
            <dt>Decide by</dt>
            <dd>
              <Moment at={review.dueAt} />
            </dd>
          </>
        )}
        {review.required > 1 && (
          <>
            <dt>Needed</dt>
            <dd>{`${countInWords(review.required, 'approval')}, ${approvals(review)} given`}</dd>
          </>
        )}
        <Unreachable review={review} />
      </dl>
      <Decisions review={review} />
    </section>
  );
}

function approvals({ decisions }: Review): string {
  return decisions.filter(({ decision }) => decision === 'approve').length.toLocaleString('en-GB');
}

function Unreachable({ review: { unreachable } }: { review: Review }) {
  if (unreachable.length === 0) return null;
  return (
    <>
      <dt>Not reached</dt>
      <dd class="warning">{`Mail to ${listInWords(unreachable, 20)} came back.`}</dd>
    </>
  );
}

function Decisions({ review }: { review: Review }) {
  const { decisions } = review;
  if (decisions.length === 0)
    return <p class="soft">{review.outcome ? 'Nobody decided.' : 'Nobody has decided yet.'}</p>;
  return (
    <ul class="decisions">
      {decisions.map(({ by, decision, comment, at }) => (
        <li key={`${by} ${at}`}>
          {`${by} ${decision === 'approve' ? 'approved' : 'rejected'} it, `}
          <Moment at={at} />.
          {comment && (
            <blockquote class="lines" dir="auto">
              {someLines(comment, 1000)}
            </blockquote>
          )}
        </li>
      ))}
    </ul>
  );
}
