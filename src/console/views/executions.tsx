import { useEffect, useId, useRef } from 'preact/hooks';
import { countInWords, listInWords } from '#core/words';
import type { Image } from '../api/images.ts';
import { type LiveList, useImages } from '../live/use-images.ts';
import { useNow } from '../live/use-now.ts';
import { Act } from '../parts/actions.tsx';
import { Heading } from '../parts/heading.tsx';
import { UnreachableAddresses } from '../parts/mail-trouble.tsx';
import { More } from '../parts/more.tsx';
import { rightsOf } from '../parts/rights.ts';
import { Shot } from '../parts/shot.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { folded, lasting, standing, titleOf, unreached } from '../parts/words.ts';
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
  const images = lists.flatMap(({ list }) => list.items);
  const said = folded(unreached(images));
  return (
    <>
      <Heading title="Executions" />
      <UnreachableAddresses images={images} />
      {lists.map(({ title, list }) => (
        <Executions key={title} title={title} list={list} said={said} started={() => refresh.current()} />
      ))}
    </>
  );
}

interface ListProps {
  title: string;
  list: LiveList;
  /** Addresses about which the page has said already that they take no mail. */
  said: readonly string[];
  started(): void;
}

function Executions({ title, list, said, started }: ListProps) {
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
          <Row key={image.id} image={image} said={said} started={started} />
        ))}
      </ul>
      <More list={list} />
    </section>
  );
}

function Row({ image, said, started }: Pick<ListProps, 'said' | 'started'> & { image: Image }) {
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
        <Unreachable image={image} said={said} />
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

function Unreachable({ image: { review }, said }: Pick<ListProps, 'said'> & { image: Image }) {
  const left = (review?.unreachable ?? []).filter((one) => !said.includes(one));
  return left.length > 0 && <p class="warning">{`Mail to ${listInWords(left)} came back.`}</p>;
}
