import { useEffect, useState } from 'preact/hooks';
import { MailProvider, useMailStatus } from './live/use-mail.ts';
import { Announcer } from './parts/announcer.tsx';
import { Drop } from './parts/drop.tsx';
import { MailTrouble } from './parts/mail-trouble.tsx';
import { Masthead } from './parts/masthead.tsx';
import { Sendings } from './parts/sendings.tsx';
import { type Route, useRoute } from './route.ts';
import { type Tools, ToolsProvider, usePerson } from './tools.ts';
import { ExecutionsView } from './views/executions.tsx';
import { NotForYouView } from './views/not-for-you.tsx';
import { PictureView } from './views/picture.tsx';
import { SheetView } from './views/sheet.tsx';
import { SignedOutView } from './views/signed-out.tsx';
import { WaitingView } from './views/waiting.tsx';

/** The console: what it shows depends on who signed in and on the address. */
export function App({ tools }: { tools: Tools }) {
  return (
    <ToolsProvider value={tools}>
      <Announcer>
        <Gate tools={tools} />
      </Announcer>
    </ToolsProvider>
  );
}

function Gate({ tools: { session, refused } }: { tools: Tools }) {
  const [signedIn, setSignedIn] = useState(session.person() !== undefined);
  const [ended, setEnded] = useState(false);
  useEffect(
    () =>
      session.onChange(() => {
        setSignedIn(session.person() !== undefined);
        setEnded(session.person() === undefined);
      }),
    [session],
  );
  if (signedIn) return <Signed />;
  return <SignedOutView why={ended ? 'ended' : refused ? 'refused' : undefined} />;
}

function Signed() {
  const route = useRoute();
  return (
    <MailProvider value={useMailStatus()}>
      <Masthead view={route.view} />
      <main id="main" tabIndex={-1}>
        <MailTrouble />
        <View route={route} />
      </main>
      <Sendings />
      <Drop />
    </MailProvider>
  );
}

function View({ route }: { route: Route }) {
  const person = usePerson();
  if (route.view === 'picture') return <PictureView key={route.id} id={route.id} />;
  if (route.view === 'waiting' && person.may('reviewers')) return <WaitingView />;
  if (route.view === 'executions' && person.may('operators')) return <ExecutionsView />;
  if (route.view !== 'sheet') return <NotForYouView />;
  const { status } = route;
  return <SheetView key={status} status={status} />;
}
