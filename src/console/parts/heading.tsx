import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Nothing had the focus before the page was loaded; then its beginning is where to begin. */
let first = true;

/** A view's heading. It names the window, and takes the focus when somebody comes to the view from another one. */
export function Heading({ title, children }: { title: string; children?: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before it is to be seen, so that nobody's key goes elsewhere.
  useLayoutEffect(() => {
    if (!first) heading.current?.focus();
    first = false;
  }, []);
  useEffect(() => {
    document.title = `${title} – Contactsheet`;
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1} dir="auto">
      {children ?? title}
    </h1>
  );
}
