import type { Image } from '../api/images.ts';
import { Shot } from './shot.tsx';
import { standing, titleOf } from './words.ts';

/** One frame of the contact sheet. */
export function Frame({ image }: { image: Image }) {
  const { id } = image;
  return (
    <li>
      <a class={`film ${image.status}`} href={`#/images/${id}`}>
        <span class="edge top">{standing(image)}</span>
        <span class="place">
          <Shot image={image} width={240} ratio={1.5} />
        </span>
        <bdi class="edge bottom">{titleOf(image)}</bdi>
      </a>
    </li>
  );
}
