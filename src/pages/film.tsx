import type { ComponentChildren } from 'preact';
import type { Verdict } from '#core/image';
import { shapeOf } from '#core/shape';
import type { ThumbnailView } from './view.ts';

interface FilmProps {
  thumbnail: ThumbnailView;
  title: string;
  /** Written on the edge of the film. */
  edge: string;
  /** Drawn over the picture: a ring, or a cross. */
  mark?: Verdict;
  /** The field that a press on the picture is for. */
  labels?: string;
}

/** The picture on its piece of film: all of it, or, where that would be a thread, its width or height to scroll along. */
export function Film({ thumbnail, title, edge, mark, labels }: FilmProps) {
  const shape = shapeOf(thumbnail);
  const { larger } = thumbnail;
  return (
    <figure class={['film', shape, mark].filter(Boolean).join(' ')}>
      <figcaption>
        <bdi>{edge}</bdi>
        {labels ? shape && <span>Shown in part</span> : larger && <span>Press to enlarge</span>}
      </figcaption>
      <div class="frame">
        {labels ? (
          <label for={labels}>
            <Picture of={thumbnail} title={title} lazy />
          </label>
        ) : (
          <Scroll shape={shape} title={title}>
            <Larger view={larger} title={title}>
              <Picture of={shape === 'wide' && larger ? larger : thumbnail} title={title} />
            </Larger>
          </Scroll>
        )}
      </div>
    </figure>
  );
}

interface PictureProps {
  of: Pick<ThumbnailView, 'url' | 'width' | 'height'>;
  title: string;
  lazy?: boolean;
}

function Picture({ of: { url, width, height }, title, lazy }: PictureProps) {
  const later = lazy ? ({ loading: 'lazy', decoding: 'async' } as const) : {};
  return <img src={url} width={width} height={height} alt={title} {...later} />;
}

interface PartProps {
  title: string;
  children: ComponentChildren;
}

/** Safari's keyboard reaches nothing that scrolls unless it is told to. */
const reachable = { tabIndex: 0 };

/** A window on the picture. */
function Scroll({ shape, title, children }: PartProps & { shape: string | undefined }) {
  if (!shape) return <>{children}</>;
  return (
    <section class="scroll" aria-label={`Scroll along ${title}`} {...reachable}>
      {children}
    </section>
  );
}

/** Leads to the picture alone; in a window of its own, so that what was typed here stays. */
function Larger({ view, title, children }: PartProps & { view: ThumbnailView['larger'] }) {
  if (!view) return <>{children}</>;
  return (
    <a href={view.url} target="_blank" rel="noreferrer" aria-label={`${title}: larger, in a new window`}>
      {children}
    </a>
  );
}
