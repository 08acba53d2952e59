import type { Verdict } from '#core/image';
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

/** The picture on its piece of film. */
export function Film({ thumbnail, title, edge, mark, labels }: FilmProps) {
  const { url, width, height } = thumbnail;
  return (
    <figure class={mark ? `film ${mark}` : 'film'}>
      <figcaption>
        <bdi>{edge}</bdi>
      </figcaption>
      <div class="frame">
        {labels ? (
          <label for={labels}>
            <img src={url} width={width} height={height} alt={title} loading="lazy" decoding="async" />
          </label>
        ) : (
          <img src={url} width={width} height={height} alt={title} />
        )}
      </div>
    </figure>
  );
}
