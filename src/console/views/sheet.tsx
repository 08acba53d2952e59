import { useEffect } from 'preact/hooks';
import type { Status } from '#core/image';
import { useStore } from '../live/store.ts';
import { type LiveList, useImages } from '../live/use-images.ts';
import { Frame } from '../parts/frame.tsx';
import { Heading } from '../parts/heading.tsx';
import { More } from '../parts/more.tsx';
import { SendPictures } from '../parts/send-pictures.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { statuses, statusWords } from '../parts/words.ts';
import { useTools } from '../tools.ts';

/** All pictures that one may see, as frames on a sheet. */
export function SheetView({ status: wanted }: { status: string | undefined }) {
  const status = statuses.find((one) => one === wanted);
  const list = useImages(status ? { status } : {});
  useArrivals(list.refresh);
  return (
    <>
      <Heading title="Contact sheet" />
      <SendPictures />
      <Filters status={status} />
      <Trouble problem={list.problem} retry={list.refresh} />
      <Frames list={list} status={status} />
      <More list={list} />
    </>
  );
}

/** What was just sent is shown at once. */
function useArrivals(refresh: () => void): void {
  const sendings = useStore(useTools().uploads.store);
  const arrived = sendings.filter(({ id }) => id !== undefined).length;
  const sent = sendings.filter(({ phase }) => phase === 'sent').length;
  useEffect(() => {
    if (arrived + sent > 0) refresh();
  }, [arrived, sent, refresh]);
}

function Filters({ status: shown }: { status: Status | undefined }) {
  return (
    <nav class="filters" aria-label="Status">
      <ul>
        <li>
          <a href="#/" aria-current={shown ? undefined : 'true'}>
            All
          </a>
        </li>
        {statuses.map((one) => (
          <li key={one}>
            <a href={`#/?status=${one}`} aria-current={one === shown ? 'true' : undefined}>
              {statusWords[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Frames({ list, status }: { list: LiveList; status: Status | undefined }) {
  if (!list.loaded) return list.problem === undefined ? <p class="soft">Loading…</p> : null;
  if (list.items.length === 0) {
    // A page may be empty and still have a next one.
    return list.next !== undefined ? null : (
      <p class="soft">
        {status
          ? `No picture is “${statusWords[status]}”.`
          : 'No pictures yet. Drop some anywhere on this page.'}
      </p>
    );
  }
  return (
    <ul class="sheet" aria-label="Pictures">
      {list.items.map((image) => (
        <Frame key={image.id} image={image} />
      ))}
    </ul>
  );
}
