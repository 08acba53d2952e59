import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConsoleConfig } from '#core/console';
import { openCalls } from './api/call.ts';
import { readConfig } from './api/config.ts';
import { type ImagesApi, imagesApi } from './api/images.ts';
import { openSession, type Person, type Session } from './api/session.ts';
import { type Cognito, cognito } from './api/sign-in.ts';
import { openUploads, type Uploads } from './live/uploads.ts';

/** What all parts of the console work with. */
export interface Tools {
  config: ConsoleConfig;
  signIn: Cognito;
  session: Session;
  images: ImagesApi;
  uploads: Uploads;
  /** Why somebody who came back from Cognito is not signed in. */
  refused: boolean;
}

/** Lays out the tools: takes up the session of this tab, or the one that Cognito just gave. */
export async function openTools(): Promise<Tools> {
  const config = readConfig();
  const home = document.baseURI;
  const signIn = cognito(config.signIn, home);
  const session = openSession(signIn);
  const images = imagesApi(openCalls(home, session));
  const refused = await takeSignIn(signIn, session, home);
  return { config, signIn, session, images, uploads: openUploads(images, config.takes), refused };
}

async function takeSignIn(signIn: Cognito, session: Session, home: string): Promise<boolean> {
  try {
    const found = await signIn.finish(new URL(location.href));
    if (!found) return false;
    session.begin(found.tokens);
    history.replaceState(null, '', `${home}${found.back}`);
    return false;
  } catch {
    history.replaceState(null, '', home);
    return true;
  }
}

const context = createContext<Tools | undefined>(undefined);
export const ToolsProvider = context.Provider;

/** The tools that the console was opened with. */
export function useTools(): Tools {
  const tools = useContext(context);
  if (!tools) throw new Error('There are no tools here.');
  return tools;
}

/** Who is signed in. */
export function usePerson(): Person & { may(group: 'reviewers' | 'operators'): boolean } {
  const person = useTools().session.person() ?? { sub: '', email: '', groups: [] };
  return { ...person, may: (group) => person.groups.includes(group) };
}
