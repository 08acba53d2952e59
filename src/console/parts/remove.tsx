import { useId, useRef } from 'preact/hooks';
import type { Image } from '../api/images.ts';
import { useTools } from '../tools.ts';
import { Trouble } from './trouble.tsx';
import { useAction } from './use-action.ts';
import { titleOf } from './words.ts';

/** Deletes a picture, when asked twice. */
export function Remove({ image }: { image: Image }) {
  const { images } = useTools();
  const { act, running, problem } = useAction();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const remove = async () => {
    if (await act(() => images.remove(image.id), 'It is deleted.')) location.hash = '#/';
  };
  return (
    <div>
      <button type="button" class="no quiet" onClick={() => dialog.current?.showModal()}>
        Delete it
      </button>
      <dialog ref={dialog} aria-labelledby={heading}>
        <h2 id={heading}>
          Delete <bdi>“{titleOf(image)}”</bdi>?
        </h2>
        <p>The file, its thumbnails and its trail are gone then, and nothing brings them back.</p>
        <div class="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="button" class="no" aria-disabled={running} onClick={remove}>
            Delete
          </button>
        </div>
        <Trouble problem={problem} />
      </dialog>
    </div>
  );
}
