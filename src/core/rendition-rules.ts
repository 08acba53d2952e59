import type { Objection } from './policy-rules.ts';
import { MAIL_RENDITION } from './renditions.ts';

/** What the rules look at. */
interface Named {
  name: string;
  format: string;
  keep?: readonly string[] | undefined;
}

/** What is wrong with renditions of the right shape: names and what is kept that repeat, and mails without a picture that they can show. */
export function objectionsToRenditions({ renditions }: { renditions: readonly Named[] }): Objection[] {
  const names = renditions.map((one) => one.name);
  const twice = names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? {
          path: ['renditions', index, 'name'],
          code: 'name-twice',
          message: `Two renditions are named "${name}".`,
          instead: 'Give this one another name.',
        }
      : [],
  );
  return [...twice, ...renditions.flatMap(keptTwice), ...mail(renditions)];
}

function keptTwice({ keep = [] }: Named, index: number): Objection[] {
  return keep.flatMap((one, at) =>
    keep.indexOf(one) < at
      ? {
          path: ['renditions', index, 'keep', at],
          code: 'kept-twice',
          message: `"${one}" is kept twice.`,
          instead: 'Take it out once.',
        }
      : [],
  );
}

function mail(renditions: readonly Named[]): Objection[] {
  const index = renditions.findIndex((one) => one.name === MAIL_RENDITION);
  if (index < 0)
    return [
      {
        path: ['renditions'],
        code: 'mail-missing',
        message: `No rendition is named "${MAIL_RENDITION}", and that is the one mails show.`,
        instead: `Add { "name": "${MAIL_RENDITION}", "width": 640, "format": "jpeg", "quality": 80 }.`,
      },
    ];
  if (renditions[index]?.format === 'jpeg') return [];
  return [
    {
      path: ['renditions', index, 'format'],
      code: 'mail-not-jpeg',
      message: `The rendition "${MAIL_RENDITION}" is no JPEG, and not every mail program shows other formats.`,
      instead: 'Write "format": "jpeg".',
    },
  ];
}
