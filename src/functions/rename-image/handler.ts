import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
import { ownable, readerOf } from '#core/access';
import { publicImage } from '#core/image';
import { rename } from '#core/lifecycle';
import { json } from '#http/answer';
import { signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath, title } from '../shapes.ts';

const env = readEnv(pictureEnv);
const { images, show } = pictureServices(env);

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, body: z.strictObject({ title }) } },
  async ({ path, body, caller, origin }) => {
    const { record } = await images.change(path.id, (seen) =>
      rename(ownable(seen, caller), body.title, caller.email, new Date()),
    );
    return json(200, publicImage, await show(record, origin, readerOf(caller)));
  },
);
