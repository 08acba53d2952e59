import { useEffect, useId, useRef } from 'preact/hooks';
import { countInWords, listInWords } from '#core/words';
import type { Image } from '../api/images.ts';
import { type LiveList, useImages } from '../live/use-images.ts';
import { useNow } from '../live/use-now.ts';
import { Act } from '../parts/actions.tsx';
import { Heading } from '../parts/heading.tsx';
import { More } from '../parts/more.tsx';
import { rightsOf } from '../parts/rights.ts';
import { Shot } from '../parts/shot.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { lasting, standing, titleOf } from '../parts/words.ts';
import { usePerson, useTools } from '../tools.ts';

/** What runs, what waits for a person and for how long, and what failed. */
export function ExecutionsView() {
  const lists = [
    { title: 'Being rendered', list: useImages({ status: 'processing' }) },
    { title: 'In review', list: useImages({ status: 'in-review' }) },
    { title: 'Failed', list: useImages({ status: 'failed' }) },
  ];
  const refresh = useRef<() => void>(() => undefined);
  refresh.current = () => {
    for (const { list } of lists) list.refresh();
  };
  // What left one list came into another.
  const ids = lists.map(({ list }) => list.items.map(({ id }) => id).join()).join(';');
  useEffect(() => {
    if (ids !== '') refresh.current();
  }, [ids]);
  return (
    <>
      <Heading title="Executions" />
      {lists.map(({ title, list }) => (
        <Executions key={title} title={title} list={list} started={() => refresh.current()} />
      ))}
    </>
  );
}

function Executions({ title, list, started }: { title: string; list: LiveList; started(): void }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <Trouble problem={list.problem} retry={list.refresh} />
      {list.loaded && (
        <p class="soft">
          {list.next === undefined
            ? countInWords(list.items.length, 'picture')
            : `More than ${list.items.length}`}
        </p>
      )}
      <ul class="rows">
        {list.items.map((image) => (
          <Row key={image.id} image={image} started={started} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Row({ image, started }: { image: Image; started(): void }) {
  const { images } = useTools();
  const may = rightsOf(image, usePerson(), Date.now());
  const { id, createdBy, failure } = image;
  const title = titleOf(image);
  return (
    <li>
      <span class="film mini">
        <span class="place">
          <Shot image={image} width={96} ratio={1.5} />
        </span>
      </span>
      <div>
        <h3>
          <a href={`#/images/${id}`}>
            <bdi>{title}</bdi>
          </a>
        </h3>
        <p class="soft">{`from ${createdBy}`}</p>
        <p>
          {failure ? failure.message : standing(image)}
          <Since image={image} />
        </p>
        <Unreachable image={image} />
      </div>
      {may.restart && (
        <Act
          name="Start it again"
          done={`${title} is started again.`}
          put={started}
          work={() => images.restart(id)}
        />
      )}
    </li>
  );
}

function Since({ image: { review, status } }: { image: Image }) {
  const now = useNow();
  if (status !== 'in-review' || !review?.openedAt) return null;
  return <>{` for ${lasting(now - Date.parse(review.openedAt))}`}</>;
}

function Unreachable({ image: { review } }: { image: Image }) {
  const unreachable = review?.unreachable ?? [];
  if (unreachable.length === 0) return null;
  return <p class="warning">{`Mail to ${listInWords(unreachable)} came back.`}</p>;
}
