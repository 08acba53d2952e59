import type { AuditEvent } from '#core/audit';
import { someLines } from '#core/words';
import { Moment } from './moment.tsx';
import { detailOf, happened } from './words.ts';

/** What happened to a picture, oldest first. */
export function Trail({ events }: { events: readonly AuditEvent[] }) {
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">What happened</h2>
      <ol class="trail">
        {events.map((event) => (
          <li key={`${event.at} ${event.type} ${event.by}`}>
            <span class="soft">
              <Moment at={event.at} />
            </span>
            <span>
              {`${event.by === 'contactsheet' ? 'Contactsheet' : event.by} ${happened(event)}`}
              {detailOf(event) && <span class="soft">{` (${detailOf(event)})`}</span>}
              {event.comment && (
                <blockquote class="lines" dir="auto">
                  {someLines(event.comment, 1000)}
                </blockquote>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
