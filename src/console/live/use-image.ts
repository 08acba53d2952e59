import { useRef, useState } from 'preact/hooks';
import type { AuditEvent } from '#core/audit';
import type { Image } from '../api/images.ts';
import { useTools } from '../tools.ts';
import { moves } from './list.ts';
import { type Pace, usePolling } from './polling.ts';
import { FRESH_MS } from './use-images.ts';

/** A picture and its trail, kept up with. */
export function useImage(id: string) {
  const { images } = useTools();
  const [image, setImage] = useState<Image>();
  const [trail, setTrail] = useState<readonly AuditEvent[]>([]);
  const [problem, setProblem] = useState<unknown>();
  const last = useRef<{ image: Image; tag: string | undefined; at: number }>(undefined);

  const look = async (): Promise<Pace> => {
    try {
      const tag = last.current && Date.now() - last.current.at < FRESH_MS ? last.current.tag : undefined;
      const answer = await images.get(id, tag);
      setProblem(undefined);
      if (answer.body) {
        // A trail changes only with its picture.
        const changed = answer.tag !== last.current?.tag;
        last.current = { image: answer.body, tag: answer.tag, at: Date.now() };
        setImage(answer.body);
        if (changed) setTrail(await images.events(id));
      }
    } catch (error) {
      setProblem(error);
      return 'late';
    }
    return last.current && moves(last.current.image, Date.now()) ? 'soon' : 'late';
  };
  const refresh = usePolling(look);

  const put = (next: Image) => {
    setImage(next);
    refresh();
  };
  return { image, trail, problem, refresh, put };
}
