import type { RefusalCode } from './failures.ts';

/** Every error this service answers with on purpose; `src/http/problems.ts` maps the codes to HTTP. */
export abstract class AppError extends Error {
  /** Stable, for programs; the message is for people. */
  abstract readonly code: string;
  /** What else the answer's body says, such as who decided. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.detail = detail;
  }
}

/** One field of the input and what is wrong with it. */
export interface FieldError {
  field: string;
  code: string;
  message: string;
}

export class InvalidInput extends AppError {
  readonly code = 'invalid-input';
  readonly errors: readonly FieldError[];
  constructor(errors: readonly FieldError[]) {
    super('Some of the input is not valid.', { errors });
    this.errors = errors;
  }
}

/** Names the fields of a refused input by the part of the body that they are in. */
export function within<T>(part: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.errors.map((one) => ({ ...one, field: `${part}.${one.field}` })));
  }
}

export class MalformedBody extends AppError {
  readonly code = 'malformed-body';
}

export class UnsupportedMediaType extends AppError {
  readonly code = 'unsupported-media-type';
}

export class BodyTooLarge extends AppError {
  readonly code = 'body-too-large';
}

/** Whoever calls has not shown who they are. */
export class Unauthorized extends AppError {
  readonly code = 'unauthorized';
}

export class Forbidden extends AppError {
  readonly code = 'forbidden';
}

export class InvalidLink extends AppError {
  readonly code = 'invalid-link';
  constructor() {
    super('This link is not valid.');
  }
}

/** The round that was to be decided is over. */
export class ReviewOver extends AppError {
  readonly code = 'review-over';
}

export class NotFound extends AppError {
  readonly code = 'not-found';
}

export class KeyReused extends AppError {
  readonly code = 'idempotency-key-reused';
  constructor() {
    super('This Idempotency-Key was used with another body. Use a new key for a new picture.');
  }
}

export class AlreadyDecided extends AppError {
  readonly code = 'already-decided';
}

export class NotReviewable extends AppError {
  readonly code = 'not-in-review';
}

export class NotRestartable extends AppError {
  readonly code = 'not-restartable';
}

export class NotWithdrawable extends AppError {
  readonly code = 'not-withdrawable';
}

export class NotUndoable extends AppError {
  readonly code = 'not-undoable';
}

export class NotReopenable extends AppError {
  readonly code = 'not-reopenable';
}

/** The title cannot be changed as the picture stands, or by its policy. */
export class NotRenamable extends AppError {
  readonly code = 'not-renamable';
}

/** The title is another than the one that was to be decided on. */
export class TitleChanged extends AppError {
  readonly code = 'title-changed';
}

/** A picture has been through as many rounds as it may. */
export class TooManyRounds extends AppError {
  readonly code = 'too-many-rounds';
}

/** Its owner may do that again after `retryAfter` seconds. */
export class TooSoon extends AppError {
  readonly code = 'too-soon';
}

/** The record kept changing under a writer; trying again helps. */
export class TooBusy extends AppError {
  readonly code = 'busy';
}

/** The file is at fault: final, and never retried. */
export class ImageRefused extends AppError {
  readonly code = 'image-refused';
  readonly refusal: RefusalCode;
  constructor(refusal: RefusalCode) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** The record names another execution: this one has nothing more to do. */
export class Superseded extends AppError {
  readonly code = 'superseded';
  constructor() {
    super('The picture is in the hands of another execution.');
  }
}

/** The name of an error and where it came from, without its message: that may hold a key or an address. */
export function traceOf(error: unknown): { error: string; stack?: string } {
  if (!(error instanceof Error)) return { error: 'not an Error' };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { error: error.name, ...(frames ? { stack: frames.join('\n') } : {}) };
}

/** What an error is called, and where it is a cancelled transaction, the code of each reason for that. */
export function causesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const reasons: unknown = 'CancellationReasons' in error ? error.CancellationReasons : [];
  const codes = (Array.isArray(reasons) ? reasons : []).map((one: { Code?: unknown }) => String(one.Code));
  return [error.name, ...codes];
}
