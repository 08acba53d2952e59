import type { TargetedEvent } from 'preact';
import { useStore } from '../live/store.ts';
import { useTools } from '../tools.ts';

/** Where pictures are chosen or taken; they can also be dropped anywhere. */
export function SendPictures() {
  const { uploads } = useTools();
  const notify = useStore(uploads.notify);
  const take = ({ currentTarget }: TargetedEvent<HTMLInputElement>) => {
    uploads.add([...(currentTarget.files ?? [])]);
    // The same file may be chosen again.
    currentTarget.value = '';
  };
  return (
    <section class="send" aria-label="Send pictures">
      <p class="choose">
        <input id="choose" class="unseen" type="file" accept="image/*" multiple onChange={take} />
        <label for="choose">Choose pictures</label>
        <input
          id="camera"
          class="unseen camera"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={take}
        />
        <label for="camera" class="camera">
          Take a picture
        </label>
        <span class="soft hint">or drop them anywhere on this page</span>
      </p>
      <p>
        <label class="check">
          <input
            type="checkbox"
            checked={notify}
            onChange={({ currentTarget }) => uploads.notify.set(currentTarget.checked)}
          />
          Mail me what becomes of them
        </label>
      </p>
    </section>
  );
}
