import { useId, useState } from 'preact/hooks';
import { isPublic } from '#core/title';
import { useTools } from '../tools.ts';
import type { ActionProps } from './actions.tsx';
import { Trouble } from './trouble.tsx';
import { useAction } from './use-action.ts';

/** Gives a picture another title. */
export function Rename({ image, put }: ActionProps) {
  const { images } = useTools();
  const { act, running, problem } = useAction();
  const [title, setTitle] = useState(image.title);
  const field = useId();
  const reviewed = isPublic(image);
  const done = reviewed ? 'The new title goes to review.' : 'It is renamed.';
  const save = (event: Event) => {
    event.preventDefault();
    void act(async () => put(await images.rename(image.id, title)), done);
  };
  return (
    <details>
      <summary>Rename it</summary>
      <form onSubmit={save}>
        <label for={field}>Title</label>
        <input
          id={field}
          value={title}
          maxLength={200}
          required
          dir="auto"
          autocomplete="off"
          onInput={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        {reviewed && (
          <p class="soft">
            The reviewers are asked about a new title. The approved one stays public meanwhile.
          </p>
        )}
        <button type="submit" aria-disabled={running}>
          Save
        </button>
        <Trouble problem={problem} />
      </form>
    </details>
  );
}
