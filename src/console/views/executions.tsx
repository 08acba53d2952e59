import { Heading } from '../parts/heading.tsx';
export function ExecutionsView(_props: { id?: string; status?: string | undefined }) {
  return <Heading title="ExecutionsView" />;
}
