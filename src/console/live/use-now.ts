import { useEffect, useState } from 'preact/hooks';

/** What is shown of it is minutes. */
const EVERY_MS = 20_000;

/** The time, a few times a minute, in milliseconds. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
