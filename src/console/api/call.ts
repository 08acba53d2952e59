import { type Session, SignedOut } from './session.ts';

/** RFC 9457, as the API fills it in. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { field: string; code: string; message: string }[];
}

/** The API said no. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export interface Asking {
  body?: unknown;
  headers?: Record<string, string>;
}

/** An answer; without a body where nothing changed since `tag`. */
export interface Answer<Body> {
  body: Body | undefined;
  tag: string | undefined;
}

/** How long an answer may take, in milliseconds: the gateway gives up after 29 seconds. */
const LONGEST_MS = 35_000;

/** Calls the API as who signed in. */
export function openCalls(base: string, session: Session) {
  async function ask(method: string, path: string, { body, headers }: Asking): Promise<Response> {
    const token = await session.token();
    return fetch(new URL(path, base), {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asJson(body) }),
      signal: AbortSignal.timeout(LONGEST_MS),
    });
  }

  /** @throws Refused, SignedOut, TypeError where there is no connection */
  return async function call<Body>(method: string, path: string, asking: Asking = {}): Promise<Answer<Body>> {
    let response = await ask(method, path, asking);
    if (response.status === 401) {
      await session.renew();
      response = await ask(method, path, asking);
      if (response.status === 401) {
        session.end();
        throw new SignedOut();
      }
    }
    const tag = response.headers.get('etag') ?? undefined;
    if (response.status === 304 || response.status === 204) {
      // Left unread, it would be counted as broken off.
      await response.arrayBuffer();
      return { body: undefined, tag };
    }
    if (!response.ok) throw new Refused(await problemOf(response));
    return { body: (await response.json()) as Body, tag };
  };
}

/** A raw U+FFFD, such as in the name of a file from another machine, would pass for bytes that are not UTF-8. */
function asJson(body: unknown): string {
  return JSON.stringify(body).replaceAll('\ufffd', '\\ufffd');
}

export type Call = ReturnType<typeof openCalls>;

async function problemOf(response: Response): Promise<Problem> {
  const { status } = response;
  // What stands between here and the API may answer in words of its own.
  const body = await response.json().catch(() => ({}));
  return { title: 'It did not work', code: 'unknown', ...body, status };
}
