import { useEffect, useRef } from 'preact/hooks';
import type { LiveList } from '../live/use-images.ts';

/** Loads the next page when the end comes into sight, and by a button. */
export function More({ list }: { list: LiveList }) {
  const button = useRef<HTMLButtonElement>(null);
  const { more, next } = list;
  const latest = useRef(more);
  latest.current = more;
  useEffect(() => {
    if (!button.current || next === undefined) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) latest.current();
      },
      { rootMargin: '400px' },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [next]);
  if (next === undefined) return null;
  return (
    <button ref={button} type="button" class="more" onClick={more}>
      Load more
    </button>
  );
}
