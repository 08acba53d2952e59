import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { page } from '#http/answer';
import { type DeskView, deskPage, deskSources } from '#pages/desk';
import { scriptText } from '../../local/scripts.ts';
import { photo } from '../system/pictures.ts';

/** A decision as the page's script posts it. */
interface Decided {
  id: string;
  decision: 'approve' | 'reject' | 'undo';
  comment?: string;
}

/** What one decision is answered with. */
type Answered = Record<string, unknown> & { status: number };

export interface DeskServer {
  /** The address of the desk. */
  url: string;
  /** The decisions of each request, in the order in which they came. */
  posted: Decided[][];
  /** The bodies of forms that were sent without the script. */
  forms: string[];
  /** The largest body that came, in bytes. */
  largest: number;
  /** What a picture's decision is answered with from now on; 200 unless said. */
  answers: Map<string, Answered>;
  /** What every request is answered with instead of results, while it is there. */
  refusal: { status: number; title: string; detail?: string } | undefined;
  /** What the next requests wait for before they are answered. */
  hold: Promise<void>;
  close(): Promise<void>;
}

/** So many pictures that wait, as a desk shows them. */
export function waiting(count: number): DeskView {
  const pictures = Array.from({ length: count }, (_, at) => ({
    id: `p${at}`,
    title: `Picture ${at}`,
    titleVersion: 1,
    filename: `picture-${at}.jpg`,
    sender: 'ann@contactsheet.example',
    dueAt: '2026-11-24T14:05:00Z',
    // Upright and lying ones, so that rows are not alike by chance.
    thumbnail: {
      url: `../reviews/r${at}/thumbnail`,
      ...(at % 3 ? { width: 600, height: 400 } : { width: 400, height: 600 }),
    },
    reviewUrl: `../reviews/r${at}`,
    decisions: [],
    required: 1,
    ...(at % 4 === 1 ? { caption: 'A caption of some length, as senders write them.' } : {}),
  }));
  return { reviewer: 'rita@contactsheet.example', pictures, until: '2026-12-24T14:05:00Z' };
}

/** Serves a desk as the function behind it would, with its policy, and keeps what is posted. */
export async function serveDesk(view: DeskView): Promise<DeskServer> {
  const server = fastify();
  const script = await scriptText(process.cwd(), 'src/pages/desk-script/main.ts');
  const kept: DeskServer = {
    url: '',
    posted: [],
    forms: [],
    largest: 0,
    answers: new Map(),
    refusal: undefined,
    hold: Promise.resolve(),
    close: () => server.close(),
  };
  const show = (reply: FastifyReply, shown: DeskView) => {
    const sources = { ...deskSources(script), pictures: "'self'" };
    const { statusCode, headers, body } = page(200, deskPage(shown, script), sources);
    return reply
      .status(statusCode)
      .headers(headers as Record<string, string>)
      .send(body);
  };

  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  server.get<{ Querystring: { mark?: string } }>('/desk/d1', (request, reply) =>
    show(reply, { ...view, marked: request.query.mark === 'all' ? 100 : 0 }),
  );
  server.get('/reviews/:link/thumbnail', (_, reply) => {
    const { bytes, contentType } = photo('coffee.png');
    return reply.type(contentType).send(bytes);
  });
  takePosts(server, kept, (reply) => show(reply, view));
  kept.url = `${await server.listen({ port: 0, host: '127.0.0.1' })}/desk/d1`;
  return kept;
}

function takePosts(server: FastifyInstance, kept: DeskServer, show: (reply: FastifyReply) => unknown): void {
  server.post<{ Body: string | { decisions: Decided[] } }>('/desk/d1', async (request, reply) => {
    if (typeof request.body === 'string') {
      kept.forms.push(request.body);
      return show(reply);
    }
    const { decisions } = request.body;
    kept.posted.push(decisions);
    kept.largest = Math.max(kept.largest, Number(request.headers['content-length']));
    await kept.hold;
    if (kept.refusal)
      return reply.status(kept.refusal.status).type('application/problem+json').send(kept.refusal);
    const results = decisions.map(({ id }) => ({ id, ...(kept.answers.get(id) ?? { status: 200 }) }));
    return reply.type('application/json').send({ results });
  });
}
