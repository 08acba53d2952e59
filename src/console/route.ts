import { useEffect, useState } from 'preact/hooks';

/** A place in the console, as the part of the address after `#` names it. */
export type Route =
  | { view: 'sheet'; status?: string }
  | { view: 'picture'; id: string }
  | { view: 'waiting' }
  | { view: 'executions' };

/** Reads a hash such as `#/images/01m8…` or `#/?status=approved`; what it does not know is the contact sheet. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first, id] = path.split('/');
  if (first === 'images' && id) return { view: 'picture', id };
  if (first === 'waiting' || first === 'executions') return { view: first };
  const status = new URLSearchParams(query).get('status');
  return status ? { view: 'sheet', status } : { view: 'sheet' };
}

/** The place that the address names, followed as it changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return routeOf(hash);
}
