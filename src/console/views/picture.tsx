import { shapeOf } from '#core/shape';
import { oneLine } from '#core/words';
import type { Image } from '../api/images.ts';
import { useImage } from '../live/use-image.ts';
import { Actions } from '../parts/actions.tsx';
import { Facts } from '../parts/facts.tsx';
import { Heading } from '../parts/heading.tsx';
import { NotMailed } from '../parts/mail-trouble.tsx';
import { ReviewFacts } from '../parts/review-facts.tsx';
import { Shot } from '../parts/shot.tsx';
import { Trail } from '../parts/trail.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { standing, titleOf } from '../parts/words.ts';
import { WorkflowPart } from '../parts/workflow.tsx';

/** One picture: what it is, how it stands, what happened, and what can be done. */
export function PictureView({ id }: { id: string }) {
  const { image, trail, problem, refresh, put } = useImage(id);
  return (
    <>
      <p class="back">
        <a href="#/">Back to the contact sheet</a>
      </p>
      <Heading title={image ? titleOf(image) : 'A picture'} />
      <Trouble problem={problem} retry={refresh} />
      {image ? (
        <div class="columns">
          <div>
            <Film image={image} />
            <Trail events={trail} />
          </div>
          <div>
            <Standing image={image} />
            <NotMailed image={image} />
            <Actions image={image} put={put} />
            <ReviewFacts image={image} />
            <Facts image={image} />
          </div>
          <WorkflowPart image={image} />
        </div>
      ) : (
        problem === undefined && <p class="soft">Loading…</p>
      )}
    </>
  );
}

function Film({ image }: { image: Image }) {
  const [size] = image.thumbnails;
  // What scrolls has to be reached by the keyboard.
  const reachable =
    size && shapeOf(size)
      ? { tabIndex: 0, role: 'group' as const, 'aria-label': 'The picture, to scroll along' }
      : {};
  return (
    <figure class={`film large ${image.status}`}>
      <figcaption class="edge top">
        <bdi>{oneLine(image.filename, 255)}</bdi>
      </figcaption>
      <span class="place" {...reachable}>
        <Shot image={image} width={700} ratio={1.5} />
      </span>
      <span class="edge bottom" />
    </figure>
  );
}

function Standing({ image }: { image: Image }) {
  return (
    <div class="standing">
      <p>
        <strong>{standing(image)}</strong>
      </p>
      {image.failure && <p>{image.failure.message}</p>}
    </div>
  );
}
