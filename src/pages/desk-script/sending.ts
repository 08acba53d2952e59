/** What can be done with a picture. */
export type Verb = 'approve' | 'reject' | 'undo';

/** What came of it: why it was not done, or how many approvals are still needed. */
export interface Answer {
  problem: string;
  missing: number;
}

/** What `POST /desk/{link}` answers, as far as this page reads it. */
interface Body {
  results: readonly {
    id: string;
    status: number;
    image?: { review?: Review | null };
    problem?: { title: string; code?: string; detail?: string };
  }[];
}

interface Review {
  required?: number;
  outcome?: string;
  decisions: readonly { decision: string }[];
}

/** How many decisions go in one request: with the longest comment on each they are below the 64 KB that are taken. */
export const MOST = 20;

const UNSENT = 'It could not be sent. Look at your connection and try again.';

/** Sends decisions to where the page came from, and hands back what came of each; never throws. */
export async function send(
  pictures: readonly { id: string; titleVersion: number }[],
  verb: Verb,
  comment: string,
): Promise<ReadonlyMap<string, Answer>> {
  const ids = pictures.map(({ id }) => id);
  const decisions = pictures.map(({ id, titleVersion }) => ({
    id,
    decision: verb,
    titleVersion,
    ...(comment ? { comment } : {}),
  }));
  try {
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ decisions }),
      signal: AbortSignal.timeout(30_000),
    });
    const body: Partial<Body> & { title?: string; detail?: string } = await response.json();
    return answers(ids, body.results ?? [], body.detail ?? body.title ?? UNSENT);
  } catch {
    return answers(ids, [], UNSENT);
  }
}

function answers(ids: readonly string[], results: Body['results'], otherwise: string): Map<string, Answer> {
  const byId = new Map(results.map((one) => [one.id, one]));
  return new Map(
    ids.map((id) => {
      const result = byId.get(id);
      if (result?.status === 200) return [id, { problem: '', missing: missing(result.image?.review) }];
      return [id, { problem: inWords(result?.problem) ?? otherwise, missing: 0 }];
    }),
  );
}

function inWords(problem: Body['results'][number]['problem']): string | undefined {
  const words = problem?.detail ?? problem?.title;
  // This page goes on showing what it was called.
  return problem?.code === 'title-changed' ? `${words} Reload the page for that.` : words;
}

function missing(review: Review | null | undefined): number {
  if (!review?.required || review.outcome) return 0;
  return review.required - review.decisions.filter((one) => one.decision === 'approve').length;
}
