import { join } from 'node:path';
import { clientsOf } from '../../local/clients.ts';
import { root } from '../../local/settings.ts';
import { startLocal } from '../../local/start.ts';
import { poolOf, type Role, signIn } from '../../local/users.ts';
import { call, send, waitFor } from '../system/client.ts';
import { emptyHome } from '../system/home.ts';
import { linkTo } from '../system/mailbox.ts';
import type { Person } from '../system/people.ts';
import { type Picture, photo } from '../system/pictures.ts';
import { usePlace } from '../system/place.ts';
import { testPorts } from '../system/ports.ts';
import { waitUntilQuiet } from '../system/records.ts';

/** What is shown: a photograph, what its sender calls it, and what is to become of it. */
const scenes = [
  { file: 'coffee.png', title: 'Coffee on a wooden table', fate: 'approve', comment: 'Lovely light.' },
  { file: 'rocket.jpg', title: 'Launch at night', fate: 'approve' },
  {
    file: 'hubble_deep_field.jpg',
    title: 'Deep field',
    fate: 'reject',
    comment: 'Please send the full frame.',
  },
  { file: 'astronaut.png', title: 'Eileen Collins' },
  { file: 'chelsea.png', title: 'Chelsea, looking left' },
  { file: 'rotated-with-gps.jpg', title: 'Upright by its EXIF' },
] as const;

/** Whom the policy of the house asks first. */
export const REVIEWER = 'reviewer@contactsheet.example';

/** Somebody who signs in on the local pages. */
export interface Actor extends Person {
  password: string;
}

/** The service with pictures in every state that a screenshot is to show. */
export interface Stage {
  actors: Record<Role, Actor>;
  /** By title. */
  ids: Map<string, string>;
  close(): Promise<void>;
}

/** Starts a stack of its own and plays the scenes. */
export async function setStage(log: (line: string) => void): Promise<Stage> {
  const own = {
    ...testPorts(30),
    home: join(root, '.local-screenshots'),
    stackName: 'contactsheet-shots',
  };
  await emptyHome(own);
  const local = await startLocal({
    ...own,
    parameters: { DigestGatherSeconds: '3', RenderConcurrency: '2' },
    log: (line) => /^ +[\d.]+ s /.test(line) && log(line),
  });
  const { url, awsEndpoint: endpoint, outputs } = local;
  usePlace({ url, endpoint, home: own.home, stackName: own.stackName, outputs });
  const clients = clientsOf(endpoint);
  const actor = async (role: Role): Promise<Actor> => {
    const user = local.users[role];
    return { ...user, token: await signIn(clients.users, poolOf(outputs), user) };
  };
  const [contributor, reviewer, operator] = await Promise.all(
    (['contributor', 'reviewer', 'operator'] as const).map(actor),
  );
  clients.close();
  if (!contributor || !reviewer || !operator) throw new Error('Nobody can sign in.');
  const ids = await play(contributor);
  return { actors: { contributor, reviewer, operator }, ids, close: () => local.stop() };
}

async function play(sender: Person): Promise<Map<string, string>> {
  const broken: Picture = {
    filename: 'holiday.jpg',
    contentType: 'image/jpeg',
    bytes: photo('rocket.jpg').bytes.subarray(0, 20_000),
  };
  const refused = await send(sender, broken, { title: 'Holiday' });
  const sent = await Promise.all(
    scenes.map(async ({ file, title }) => [title, (await send(sender, photo(file), { title })).id] as const),
  );
  await waitFor(sender, refused.id, 'failed');
  await Promise.all(sent.map(([, id]) => waitUntilQuiet(id)));
  const ids = new Map([...sent, ['Holiday', refused.id] as const]);
  for (const scene of scenes) {
    if (!('fate' in scene)) continue;
    const id = ids.get(scene.title) ?? '';
    const comment = 'comment' in scene ? { comment: scene.comment } : {};
    await call('POST', await linkTo(id, REVIEWER), { body: { decision: scene.fate, ...comment } });
    await waitFor(sender, id, scene.fate === 'approve' ? 'approved' : 'rejected');
  }
  return ids;
}
