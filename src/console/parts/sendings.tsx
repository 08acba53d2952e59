import { useEffect, useRef } from 'preact/hooks';
import { bytesInWords, countInWords } from '#core/words';
import { useStore } from '../live/store.ts';
import { mayRetry, type Sending } from '../live/uploads.ts';
import { useTools } from '../tools.ts';
import { useAnnounce } from './announcer.tsx';

/** The files that are being sent, each with how far it is. */
export function Sendings() {
  const { uploads } = useTools();
  const sendings = useStore(uploads.store);
  const left = sendings.filter(({ phase }) => phase === 'waiting' || phase === 'sending').length;
  useSpoken(sendings);
  useWarning(left > 0);
  if (sendings.length === 0) return null;
  const failed = sendings.filter(({ phase }) => phase === 'failed').length;
  return (
    <aside class="sendings" aria-label="Uploads">
      <p class="summary">
        <strong>{left > 0 ? `Sending ${countInWords(left, 'picture')}` : summary(sendings, failed)}</strong>
        {left < sendings.length && (
          <button type="button" class="plain" onClick={uploads.clear}>
            Clear the list
          </button>
        )}
      </p>
      <ul>
        {sendings.map((one) => (
          <Row key={one.key} sending={one} />
        ))}
      </ul>
    </aside>
  );
}

function summary(sendings: readonly Sending[], failed: number): string {
  const sent = countInWords(sendings.length - failed, 'picture');
  return failed > 0 ? `${sent} sent, ${failed.toLocaleString('en-GB')} not` : `${sent} sent`;
}

function Row({ sending }: { sending: Sending }) {
  const { uploads, config } = useTools();
  const { file, phase, done, problem, id, key } = sending;
  return (
    <li class={phase}>
      <bdi class="name">{file.name}</bdi>
      <span class="soft size">{bytesInWords(file.size)}</span>
      {phase === 'waiting' || phase === 'sending' ? (
        <progress aria-label={`Sending ${file.name}`} max={1} value={done} />
      ) : (
        <span class="result">
          {phase === 'sent' ? <a href={`#/images/${id}`}>Sent</a> : problem}
          {mayRetry(sending, config.takes) && (
            <button type="button" aria-label={`Send ${file.name} again`} onClick={() => uploads.retry(key)}>
              Send again
            </button>
          )}
        </span>
      )}
    </li>
  );
}

/** Says what arrived and what did not. */
function useSpoken(sendings: readonly Sending[]): void {
  const say = useAnnounce();
  const before = useRef(new Map<string, Sending['phase']>());
  useEffect(() => {
    const news = sendings.filter(
      ({ key, phase }) => before.current.get(key) !== phase && (phase === 'sent' || phase === 'failed'),
    );
    before.current = new Map(sendings.map(({ key, phase }) => [key, phase]));
    if (news.length === 0) return;
    say(
      news
        .map(({ file, phase, problem }) =>
          phase === 'sent' ? `${file.name}: sent.` : `${file.name}: ${problem}`,
        )
        .join(' '),
    );
  }, [sendings, say]);
}

/** Who leaves the page breaks off what is being sent: the browser asks them whether they mean it. */
function useWarning(sending: boolean): void {
  useEffect(() => {
    if (!sending) return;
    const warn = (event: Event) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [sending]);
}
