import type { Undelivered } from '#adapters/undelivered';
import { type MailNotice, undelivered as whom } from '#core/mail-notice';
import { later } from '#core/time';
import { rememberedFor } from '#core/undelivered';

export interface BounceServices {
  undelivered: Pick<Undelivered, 'remember'>;
  /** Puts it on record that mail does not reach an address, and has others asked; answers about how many pictures. */
  unreach: (address: string) => Promise<number>;
  now: () => Date;
}

/** SES tells that a mail, to a reviewer or to a sender, did not arrive: nothing is mailed to that address for a while. */
export function notingBounces({ undelivered, unreach, now }: BounceServices) {
  return async (notice: MailNotice): Promise<{ why: string; lasting: boolean; pictures: number }> => {
    const { addresses, why } = whom(notice);
    let pictures = 0;
    for (const address of addresses) {
      if (why !== 'rejected') {
        const [since, until] = [now().toISOString(), later(now(), rememberedFor[why])];
        await undelivered.remember({ address, why, since, until });
      }
      pictures += await unreach(address);
    }
    return { why, lasting: addresses.length > 0, pictures };
  };
}
