import type { Cognito, Tokens } from './sign-in.ts';

/** Who signed in, as the ID token says. */
export interface Person {
  sub: string;
  email: string;
  groups: readonly string[];
}

/** The session is over: somebody has to sign in before anything else is asked. */
export class SignedOut extends Error {}

/**
 * The tokens are kept in memory, and in sessionStorage so that a reload does not end the session. That store is this
 * tab's alone and ends with it; localStorage would leave tokens on shared machines. Neither is safe from a foreign
 * script, and the page's policy lets none run.
 */
const STORE = 'contactsheet.session';
/** Renewed so long before it ends, in milliseconds: a request may take a while, and clocks differ. */
const EARLY_MS = 60_000;

/** Opens the session that this tab had, if any. */
export function openSession(signIn: Cognito) {
  let tokens = read();
  let renewing: Promise<void> | undefined;
  const listeners = new Set<() => void>();

  function keep(next: Tokens | undefined): void {
    tokens = next;
    if (next) sessionStorage.setItem(STORE, JSON.stringify(next));
    else sessionStorage.removeItem(STORE);
    for (const listener of listeners) listener();
  }

  async function renew(): Promise<void> {
    const refresh = tokens?.refresh;
    if (!refresh) return keep(undefined);
    try {
      keep(await signIn.renew(refresh));
    } catch (error) {
      // Without a connection nothing is known of the session; it is tried again with the next request.
      if (error instanceof TypeError) throw error;
      keep(undefined);
    }
  }

  const session = {
    person: (): Person | undefined => (tokens ? personOf(tokens.id) : undefined),

    /** The ID token, renewed in time. @throws SignedOut */
    async token(): Promise<string> {
      if (tokens && claimsOf(tokens.id).exp * 1000 - Date.now() < EARLY_MS) await session.renew();
      if (!tokens) throw new SignedOut();
      return tokens.id;
    },

    /** Asks for new tokens once, however many ask for it at a time. */
    renew(): Promise<void> {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },

    begin: keep,
    end: () => keep(undefined),
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return session;
}

export type Session = ReturnType<typeof openSession>;

function read(): Tokens | undefined {
  const kept = sessionStorage.getItem(STORE);
  return kept ? (JSON.parse(kept) as Tokens) : undefined;
}

interface Claims {
  sub: string;
  email: string;
  exp: number;
  'cognito:groups'?: string[];
}

// It came from Cognito itself over TLS, and what may be done the API decides by its own look at the token.
function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
    one.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}

function personOf(token: string): Person {
  const { sub, email, 'cognito:groups': groups = [] } = claimsOf(token);
  return { sub, email: email.toLowerCase(), groups };
}
