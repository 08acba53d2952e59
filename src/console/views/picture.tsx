import { Heading } from '../parts/heading.tsx';
export function PictureView(_props: { id?: string; status?: string | undefined }) {
  return <Heading title="PictureView" />;
}
