import { type NextView, titleOf } from './view.ts';

/** Leads to the next picture that waits for the reviewer. */
export function Next({ next }: { next: NextView | undefined }) {
  if (!next) return null;
  return (
    <p>
      <a class="next" href={next.url}>
        <span>{`Next picture (${next.left.toLocaleString('en-GB')} left)`}</span>
        <span dir="auto">{titleOf(next)}</span>
      </a>
    </p>
  );
}
