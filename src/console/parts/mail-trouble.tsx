import { sameMailbox } from '#core/mailbox';
import { unreachableInWords, unsentInWords } from '#core/undelivered';
import { countInWords } from '#core/words';
import type { Image } from '../api/images.ts';
import { useMail } from '../live/use-mail.ts';
import { usePerson } from '../tools.ts';
import { Moment } from './moment.tsx';
import { folded, unmailed, unreached } from './words.ts';

/** Mails that have not left, and one's own address if it takes none; nothing where all is well. */
export function MailTrouble() {
  const mail = useMail();
  const { email, may } = usePerson();
  if (!mail) return null;
  const mine = mail.unreachable.filter(({ address }) => sameMailbox(address, email));
  if (mail.unsent.length === 0 && mine.length === 0) return null;
  return (
    <section class="mail-trouble" role="status" aria-label="Mail">
      {mail.unsent.slice(0, MOST).map((one) => (
        <p key={one.digest} class="warning">
          {unsentInWords(one)}
          <span class="soft">
            {' Since '}
            <Moment at={one.since} />.
          </span>
        </p>
      ))}
      {mail.unsent.length > MOST && (
        <p class="warning">{`${countInWords(mail.unsent.length - MOST, 'more mail')} not left.`}</p>
      )}
      {!may('operators') && mine.map((one) => <Unreachable key={one.address} {...one} />)}
    </section>
  );
}

/** So many mails are named one by one. */
const MOST = 5;

function Unreachable(about: Parameters<typeof unreachableInWords>[0]) {
  return <p class="warning">{unreachableInWords(about)}</p>;
}

/** Every address that takes no mail, each once; how many of the pictures wait there is said for it and not at each. */
export function UnreachableAddresses({ images }: { images: readonly Image[] }) {
  const known = useMail()?.unreachable ?? [];
  const waiting = unreached(images);
  const addresses = new Set([...folded(waiting), ...known.map(({ address }) => address)]);
  if (addresses.size === 0) return null;
  return (
    <section aria-label="Addresses that take no mail">
      {[...addresses].map((address) => {
        const about = known.find((one) => one.address === address);
        const count = waiting.get(address) ?? 0;
        return (
          <p key={address} class="warning">
            {about ? unreachableInWords(about) : `Mail to ${address} came back.`}
            {count > 0 && ` ${countInWords(count, 'picture')} in review there.`}
          </p>
        );
      })}
    </section>
  );
}

/** A picture whose reviewers could not be mailed yet, since mail does not leave. */
export function NotMailed({ image: { status, review } }: { image: Image }) {
  const failing = useMail()?.failing;
  if (!failing || status !== 'in-review' || !review || review.outcome) return null;
  const left = unmailed(review);
  if (left.length === 0) return null;
  return (
    <p class="warning" role="status">
      {'Mail has not been leaving since '}
      <Moment at={failing.since} />
      {`: ${countInWords(left.length, 'reviewer')} of this picture not mailed yet. It is tried again.`}
    </p>
  );
}
