import { Heading } from '../parts/heading.tsx';
export function WaitingView(_props: { id?: string; status?: string | undefined }) {
  return <Heading title="WaitingView" />;
}
