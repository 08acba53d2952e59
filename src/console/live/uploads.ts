import type { ConsoleConfig } from '#core/console';
import { bytesInWords } from '#core/words';
import type { ImagesApi, Upload } from '../api/images.ts';
import { inWords } from '../api/words.ts';
import { openStore, type Store } from './store.ts';

/** A file on its way. */
export interface Sending {
  /** Its own; also what makes it safe to announce it again. */
  key: string;
  file: File;
  /** Whether its sender wants to hear what becomes of it. */
  notify: boolean;
  phase: 'waiting' | 'sending' | 'sent' | 'failed';
  /** How much of it has gone, 0 to 1. */
  done: number;
  problem?: string;
  /** The picture's id, once it is announced. */
  id?: string;
}

/** More would share the same line, and each would take longer. */
const AT_ONCE = 3;

/** Sends files, a few at a time. */
export function openUploads(images: Pick<ImagesApi, 'create'>, takes: ConsoleConfig['takes']) {
  const store: Store<readonly Sending[]> = openStore<readonly Sending[]>([]);
  const notify = openStore(true);

  function change(key: string, part: Partial<Sending>): void {
    store.set(store.get().map((one) => (one.key === key ? { ...one, ...part } : one)));
  }

  function go(): void {
    const all = store.get();
    const room = AT_ONCE - all.filter(({ phase }) => phase === 'sending').length;
    for (const one of all.filter(({ phase }) => phase === 'waiting').slice(0, Math.max(0, room))) {
      void send(one);
    }
  }

  async function send(one: Sending): Promise<void> {
    const { key, file, notify } = one;
    change(key, { phase: 'sending', done: 0 });
    try {
      const { id, upload } = await images.create(
        { filename: file.name, contentType: file.type, ...(notify ? {} : { notifySender: false }) },
        key,
      );
      change(key, { id });
      if (upload) await post(upload, file, (done) => change(key, { done }));
      change(key, { phase: 'sent', done: 1 });
    } catch (error) {
      change(key, { phase: 'failed', problem: error instanceof Unsent ? error.message : inWords(error) });
    }
    go();
  }

  return {
    store,
    /** Whether the sender of what is added next wants to hear what becomes of it. */
    notify,
    /** Takes files in; what could only be refused is not even sent. */
    add(files: readonly File[]): void {
      const taken = files.map((file): Sending => {
        const one = { key: crypto.randomUUID(), file, notify: notify.get(), done: 0 };
        const problem = whyNot(file, takes);
        return problem ? { ...one, phase: 'failed', problem } : { ...one, phase: 'waiting' };
      });
      store.set([...store.get(), ...taken]);
      go();
    },
    /** Tries once more what failed. */
    retry(key: string): void {
      store.set(
        store.get().map((one) => {
          if (one.key !== key) return one;
          const { problem: _, ...rest } = one;
          return { ...rest, phase: 'waiting', done: 0 };
        }),
      );
      go();
    },
    /** Takes what is over off the list. */
    clear: () => store.set(store.get().filter(({ phase }) => phase === 'waiting' || phase === 'sending')),
  };
}

export type Uploads = ReturnType<typeof openUploads>;

/** Whether trying again could help. */
export function mayRetry({ phase, file }: Sending, takes: ConsoleConfig['takes']): boolean {
  return phase === 'failed' && whyNot(file, takes) === undefined;
}

function whyNot({ type, size }: File, { types, bytes }: ConsoleConfig['takes']): string | undefined {
  if (!types.includes(type)) return 'This is not a picture we can read. Send a JPEG, PNG, WebP, GIF or AVIF.';
  if (size === 0) return 'The file is empty.';
  return size > bytes ? `The file is larger than ${bytesInWords(bytes)}.` : undefined;
}

/** The file did not arrive. */
class Unsent extends Error {}

// fetch tells nothing of how far an upload is.
function post({ url, fields }: Upload, file: File, progress: (done: number) => void): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Unsent(`Storage did not take the file (${request.status}).`));
    };
    request.onerror = () => reject(new Unsent('The connection broke off.'));
    request.open('POST', url);
    request.send(form);
  });
}
