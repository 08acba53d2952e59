import { AppError, causesOf, type FieldError, InvalidInput } from '#core/errors';

/** The one place where this service's errors become HTTP: status and title by code. */
const problems: Readonly<Record<string, { status: number; title: string }>> = {
  'invalid-input': { status: 400, title: 'Invalid input' },
  'malformed-body': { status: 400, title: 'Malformed body' },
  unauthorized: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'invalid-link': { status: 403, title: 'Invalid link' },
  'not-found': { status: 404, title: 'Not found' },
  'already-decided': { status: 409, title: 'Already decided' },
  'not-in-review': { status: 409, title: 'Not in review' },
  'not-restartable': { status: 409, title: 'Cannot be started again' },
  'not-withdrawable': { status: 409, title: 'Cannot be withdrawn' },
  'not-undoable': { status: 409, title: 'Cannot be undone' },
  'not-reopenable': { status: 409, title: 'Cannot be reopened' },
  'not-renamable': { status: 409, title: 'Cannot be renamed' },
  'title-changed': { status: 409, title: 'The title has changed' },
  'too-many-rounds': { status: 409, title: 'Too many rounds' },
  'too-soon': { status: 409, title: 'Too soon' },
  'review-over': { status: 410, title: 'The review is over' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'idempotency-key-reused': { status: 422, title: 'Idempotency-Key used before' },
  busy: { status: 503, title: 'Busy' },
};

/** What AWS's own throttling and outages are called by the SDK's clients. */
const passing = new Set([
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'ServiceUnavailable',
  'InternalServerError',
  'TimeoutError',
  // Why a transaction was cancelled.
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** RFC 9457: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  [extension: string]: unknown;
}

/** What a page says of a problem: of input, what is wrong with each field. */
export function inWords({ errors, detail, title }: Problem): string {
  const fields = Array.isArray(errors) ? errors.map(({ message }: FieldError) => message) : [];
  return fields.length > 0 ? `${fields.join('\n')}\nGo back and try again.` : (detail ?? title);
}

/** The problem that an error is answered with; what was not meant to be an answer says nothing of its cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof AppError) {
    const { status, title } = problems[error.code] ?? { status: 500, title: 'Internal error' };
    const detail = error instanceof InvalidInput ? 'See errors for each field.' : error.message;
    return {
      type: `urn:contactsheet:problem:${error.code}`,
      title,
      status,
      code: error.code,
      detail,
      ...error.detail,
    };
  }
  if (causesOf(error).some((cause) => passing.has(cause))) {
    return {
      ...plain('busy', 503, 'Busy'),
      detail: 'A service behind this one is busy. Try again in a moment.',
    };
  }
  return { ...plain('internal-error', 500, 'Internal error'), detail: 'Something went wrong on our side.' };
}

function plain(code: string, status: number, title: string): Problem {
  return { type: `urn:contactsheet:problem:${code}`, title, status, code };
}
