import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page follow. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** @returns what ends it */
  follow(listener: () => void): () => void;
}

/** Opens a store. */
export function openStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A store's value, kept up with. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get);
  useEffect(() => {
    setValue(store.get);
    return store.follow(() => setValue(store.get));
  }, [store]);
  return value;
}
