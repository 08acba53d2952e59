import { useEffect, useState } from 'preact/hooks';
import { useTools } from '../tools.ts';

/** Takes the files that are dropped anywhere, and says so while they are over the page. */
export function Drop() {
  const { uploads } = useTools();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const listen = <K extends 'dragover' | 'dragleave' | 'drop'>(
      kind: K,
      act: (event: WindowEventMap[K]) => void,
    ) => addEventListener(kind, act, { signal: ending.signal });
    listen('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', ({ relatedTarget }) => {
      // Within the page it goes from one element to the next.
      if (relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(false);
      uploads.add([...event.dataTransfer.files]);
    });
    return () => ending.abort();
  }, [uploads]);
  return over ? (
    <p class="drop" aria-hidden="true">
      Let go to send
    </p>
  ) : null;
}
