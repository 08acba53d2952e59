import { type ComponentChildren, createContext } from 'preact';
import { useCallback, useContext, useState } from 'preact/hooks';

const context = createContext<(text: string) => void>(() => undefined);

/** Reads out to screen readers what happens elsewhere on the page. */
export function Announcer({ children }: { children: ComponentChildren }) {
  const [said, setSaid] = useState({ text: '', times: 0 });
  const say = useCallback((text: string) => setSaid(({ times }) => ({ text, times: times + 1 })), []);
  return (
    <context.Provider value={say}>
      {children}
      <div role="status" aria-live="polite" class="unseen">
        {/* The same words again are a change only as another element. */}
        <p key={said.times}>{said.text}</p>
      </div>
    </context.Provider>
  );
}

/** Says something to screen readers, when they have read out what they are at. */
export function useAnnounce(): (text: string) => void {
  return useContext(context);
}
