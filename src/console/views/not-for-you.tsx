import { Heading } from '../parts/heading.tsx';

/** An address that is for reviewers or operators, asked for by somebody else. */
export function NotForYouView() {
  return (
    <>
      <Heading title="Not for you" />
      <p>This page is for reviewers or operators. If you should be one, ask whoever runs this service.</p>
      <p>
        <a href="#/">To the contact sheet</a>
      </p>
    </>
  );
}
