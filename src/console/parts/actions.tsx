import { MOST_ROUNDS } from '#core/rounds';
import type { Image } from '../api/images.ts';
import { usePerson, useTools } from '../tools.ts';
import { Decide } from './decide.tsx';
import { Moment } from './moment.tsx';
import { Remove } from './remove.tsx';
import { Rename } from './rename.tsx';
import { rightsOf } from './rights.ts';
import { Trouble } from './trouble.tsx';
import { useAction } from './use-action.ts';

export interface ActionProps {
  image: Image;
  /** Shows the picture as an answer gave it. */
  put(image: Image): void;
}

/** What who is signed in may do with a picture. */
export function Actions({ image, put }: ActionProps) {
  const { images } = useTools();
  const may = rightsOf(image, usePerson(), Date.now());
  const { id } = image;
  return (
    <section class="actions" aria-label="What you can do">
      {may.decide && <Decide image={image} put={put} />}
      {may.undo && (
        <Act
          name="Undo my decision"
          done="Your decision is undone."
          put={put}
          work={() => images.decide(image, 'undo', '')}
        />
      )}
      {may.withdraw && (
        <Act
          name="Withdraw it"
          done="It is withdrawn. Its thumbnails are private."
          put={put}
          work={() => images.withdraw(id)}
        />
      )}
      {may.reopen && (
        <Act name="Reopen it" done="It comes up for review again." put={put} work={() => images.reopen(id)} />
      )}
      {may.restart && (
        <Act name="Start it again" done="It is started again." put={put} work={() => images.restart(id)} />
      )}
      {may.pausedUntil && (
        <p class="soft">
          You can start it again after <Moment at={may.pausedUntil} />.
        </p>
      )}
      {may.usedUp && (
        <p class="soft">{`It has had ${MOST_ROUNDS} rounds of review: send it again as a new picture.`}</p>
      )}
      {may.original && image.original && <Download id={id} />}
      {may.rename && <Rename image={image} put={put} />}
      {may.remove && <Remove image={image} />}
    </section>
  );
}

interface ActProps {
  name: string;
  /** What is said when it is done. */
  done: string;
  work(): Promise<Image>;
  put(image: Image): void;
}

/** A button that does one thing with a picture. */
export function Act({ name, done, work, put }: ActProps) {
  const { act, running, problem } = useAction();
  const go = () => void act(async () => put(await work()), done);
  return (
    <div>
      <button type="button" onClick={go} aria-disabled={running}>
        {name}
      </button>
      <Trouble problem={problem} retry={go} />
    </div>
  );
}

/** Leads to the file that was sent, which the browser then saves. */
function Download({ id }: { id: string }) {
  const { images } = useTools();
  const { act, running, problem } = useAction();
  const go = () =>
    void act(async () => location.assign((await images.original(id)).url), 'The original is being saved.');
  return (
    <div>
      <button type="button" onClick={go} aria-disabled={running}>
        Save the original
      </button>
      <Trouble problem={problem} retry={go} />
    </div>
  );
}
