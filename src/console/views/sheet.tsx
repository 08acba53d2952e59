import { Heading } from '../parts/heading.tsx';
export function SheetView(_props: { id?: string; status?: string | undefined }) {
  return <Heading title="SheetView" />;
}
