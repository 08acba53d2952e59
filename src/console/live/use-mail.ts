import { useState } from 'preact/hooks';
import type { MailStatus } from '../../functions/get-mail/schema.ts';
import { useTools } from '../tools.ts';
import { type Pace, usePolling } from './polling.ts';

/** How mail fares, kept up with; nothing until it is known. */
export function useMail(): MailStatus | undefined {
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
