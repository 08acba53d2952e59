import { createContext } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { MailStatus } from '../../functions/get-mail/schema.ts';
import { useTools } from '../tools.ts';
import { type Pace, usePolling } from './polling.ts';

const context = createContext<MailStatus | undefined>(undefined);
export const MailProvider = context.Provider;

/** Keeps up with the state of mail, once for the whole page; nothing until it is known. */
export function useMailStatus(): MailStatus | undefined {
  const { images } = useTools();
  const [mail, setMail] = useState<MailStatus>();
  usePolling(async (): Promise<Pace> => {
    try {
      setMail(await images.mail());
    } catch {
      // What the page is about says itself that the API cannot be reached.
    }
    return 'late';
  });
  return mail;
}

/** The state of mail, as the page last heard. */
export function useMail(): MailStatus | undefined {
  return useContext(context);
}
