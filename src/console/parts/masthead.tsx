import type { Route } from '../route.ts';
import { usePerson, useTools } from '../tools.ts';

/** The head of every view: where one is, where one can go, and who one is. */
export function Masthead({ view }: { view: Route['view'] }) {
  const person = usePerson();
  const places = [
    { view: 'sheet', href: '#/', name: 'Contact sheet' },
    ...(person.may('reviewers') ? [{ view: 'waiting', href: '#/waiting', name: 'Waiting for me' }] : []),
    ...(person.may('operators') ? [{ view: 'executions', href: '#/executions', name: 'Executions' }] : []),
  ];
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to a place on this page */}
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="masthead">
        <p class="brand">Contactsheet</p>
        <nav aria-label="Views">
          <ul>
            {places.map((one) => (
              <li key={one.href}>
                <a href={one.href} aria-current={one.view === view ? 'page' : undefined}>
                  {one.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Account email={person.email} />
      </header>
    </>
  );
}

// Its address would be taken for a place in the console.
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function Account({ email }: { email: string }) {
  const { session, signIn } = useTools();
  const signOut = () => {
    session.end();
    location.assign(signIn.signOutUrl());
  };
  return (
    <p class="account">
      <span>{email}</span>{' '}
      <button type="button" class="plain" onClick={signOut}>
        Sign out
      </button>
    </p>
  );
}
