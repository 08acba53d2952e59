import { useState } from 'preact/hooks';
import { Heading } from '../parts/heading.tsx';
import { useTools } from '../tools.ts';

const reasons = {
  ended: 'You were signed out. Sign in again to go on where you were.',
  refused: 'The sign-in did not work. Try once more.',
} as const;

/** What somebody sees who is not signed in. */
export function SignedOutView({ why }: { why: keyof typeof reasons | undefined }) {
  const { signIn } = useTools();
  const [leaving, setLeaving] = useState(false);
  const go = () => {
    setLeaving(true);
    void signIn.begin(location.hash);
  };
  return (
    <main class="welcome">
      <p class="brand">Contactsheet</p>
      <Heading title="Pictures, and what becomes of them" />
      <p>
        Send pictures in. They get thumbnails, a person approves or rejects them, and the approved ones are
        published.
      </p>
      {why && <p role="alert">{reasons[why]}</p>}
      <button type="button" class="main" onClick={go} disabled={leaving}>
        Sign in
      </button>
      <p class="soft">Reviewers who got a mail need no account: its links are enough.</p>
    </main>
  );
}
