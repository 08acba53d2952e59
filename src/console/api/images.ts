import type { AuditEvent } from '#core/audit';
import type { PublicImage, Status } from '#core/image';
import type { MailStatus } from '../../functions/get-mail/schema.ts';
import type { WorkflowReport } from '../../functions/get-workflow/schema.ts';
import type { Answer, Call } from './call.ts';

export type Image = PublicImage;
export type Review = NonNullable<Image['review']>;

/** One page of a list. */
export interface Page {
  items: Image[];
  nextCursor?: string;
}

interface Trail {
  items: AuditEvent[];
  nextCursor?: string;
}

/** Which pictures a list shows. */
export interface Filter {
  status?: Status;
  /** Only those that wait for who asks. */
  waitingForMe?: boolean;
}

export type Choice = 'approve' | 'reject' | 'undo';

/** Where a file is sent to: a form, whose last field is the file. */
export interface Upload {
  url: string;
  fields: Record<string, string>;
}

export interface NewImage {
  filename: string;
  contentType: string;
  notifySender?: false;
}

export const PAGE = 24;

/** The API's routes. Each may throw what a call may. */
export function imagesApi(call: Call) {
  const path = (id: string, more = '') => `images/${encodeURIComponent(id)}${more}`;
  const body = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).body as T;
  const known = (tag: string | undefined) => (tag ? { headers: { 'if-none-match': tag } } : {});

  return {
    list({ status, waitingForMe }: Filter, cursor?: string, tag?: string): Promise<Answer<Page>> {
      const query = new URLSearchParams({
        limit: String(PAGE),
        ...(status ? { status } : {}),
        ...(waitingForMe ? { waitingFor: 'me' } : {}),
        ...(cursor ? { cursor } : {}),
      });
      return call('GET', `images?${query}`, known(tag));
    },
    get: (id: string, tag?: string): Promise<Answer<Image>> => call('GET', path(id), known(tag)),
    /** The whole trail, page by page. */
    async events(id: string): Promise<AuditEvent[]> {
      const trail: AuditEvent[] = [];
      let cursor: string | undefined;
      do {
        const query: string = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`;
        const page = await body(call<Trail>('GET', path(id, `/events${query}`)));
        trail.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return trail;
    },
    /** Where the file is that was sent, for a minute. */
    original: (id: string) => body(call<{ url: string }>('GET', path(id, '/original'))),
    /** @param key makes it safe to ask again */
    create: (image: NewImage, key: string) =>
      body(
        call<Image & { upload: Upload | null }>('POST', 'images', {
          body: image,
          headers: { 'idempotency-key': key },
        }),
      ),
    /** Whether mail leaves, and whom it does not reach. */
    mail: () => body(call<MailStatus>('GET', 'mail')),
    workflow: (id: string) => body(call<WorkflowReport>('GET', path(id, '/workflow'))),
    rename: (id: string, title: string) => body(call<Image>('PATCH', path(id), { body: { title } })),
    remove: (id: string) => call<undefined>('DELETE', path(id)),
    restart: (id: string) => body(call<Image>('POST', path(id, '/workflow'))),
    /** Decides on a picture as it is shown: under another title it is refused. */
    decide: ({ id, titleVersion }: Pick<Image, 'id' | 'titleVersion'>, decision: Choice, comment: string) =>
      body(
        call<Image>('PUT', path(id, '/review'), {
          body: { decision, titleVersion, ...(comment ? { comment } : {}) },
        }),
      ),
    withdraw: (id: string) => body(call<Image>('DELETE', path(id, '/review'))),
    reopen: (id: string) => body(call<Image>('POST', path(id, '/review'))),
  };
}

export type ImagesApi = ReturnType<typeof imagesApi>;
