import { useCallback, useRef, useState } from 'preact/hooks';
import type { Filter, Image } from '../api/images.ts';
import { useTools } from '../tools.ts';
import { type List, merge, moves, nothing, pagesToAsk, replace } from './list.ts';
import { type Pace, usePolling } from './polling.ts';

/** The addresses of thumbnails die after a minute, and tags do not tell of that. */
export const FRESH_MS = 45_000;

/** A list that keeps up with what happens. */
export interface LiveList extends List {
  problem: unknown;
  /** Asks for what comes after the end; nothing where it is on its way. */
  more(): void;
  /** Asks now. */
  refresh(): void;
  /** Shows a picture as an answer just gave it. */
  put(image: Image): void;
}

/** The pictures that a filter lets through, kept up with; the filter stays what it was first. */
export function useImages(filter: Filter): LiveList {
  const { images } = useTools();
  const [{ list, problem }, show] = useState<{ list: List; problem: unknown }>({
    list: nothing,
    problem: undefined,
  });
  const known = useRef(nothing);
  const tags = useRef(new Map<string | undefined, { tag: string | undefined; at: number }>());
  const extending = useRef(false);

  const keep = useCallback((next: List) => {
    known.current = next;
    show({ list: next, problem: undefined });
  }, []);

  const ask = async (cursor: string | undefined): Promise<void> => {
    const last = tags.current.get(cursor);
    const tag = last && Date.now() - last.at < FRESH_MS ? last.tag : undefined;
    const answer = await images.list(filter, cursor, tag);
    if (answer.body === undefined) return;
    tags.current.set(cursor, { tag: answer.tag, at: Date.now() });
    keep(merge(known.current, cursor, answer.body));
  };

  const look = async (): Promise<Pace> => {
    const moving = (image: Image) => moves(image, Date.now());
    try {
      await Promise.all(pagesToAsk(known.current, moving).map(ask));
      show((shown) => (shown.problem === undefined ? shown : { ...shown, problem: undefined }));
    } catch (error) {
      show((shown) => ({ ...shown, problem: error }));
      return 'late';
    }
    return known.current.items.some(moving) ? 'soon' : 'late';
  };
  const refresh = usePolling(look);

  const more = () => {
    const { next } = known.current;
    if (next === undefined || extending.current) return;
    extending.current = true;
    ask(next)
      .catch((error: unknown) => show((shown) => ({ ...shown, problem: error })))
      .finally(() => {
        extending.current = false;
      });
  };

  const put = (image: Image) => {
    keep(replace(known.current, image));
    refresh();
  };
  return { ...list, problem, more, refresh, put };
}
