import { Logger } from '@aws-lambda-powertools/logger';
import { readable, readerOf, requireGroup } from '#core/access';
import { publicImage } from '#core/image';
import { withdraw } from '#core/lifecycle';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath } from '../shapes.ts';

const env = readEnv(pictureEnv);
const { images, show } = pictureServices(env);

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath } },
  async ({ path, caller, origin }) => {
    requireGroup(caller, 'reviewers');
    const { record } = await images.change(path.id, (seen) =>
      withdraw(readable(seen, caller), caller.email, new Date()),
    );
    return json(200, publicImage, await show(record, origin, readerOf(caller)));
  },
);
