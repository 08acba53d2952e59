import { Logger } from '@aws-lambda-powertools/logger';
import { readable, readerOf } from '#core/access';
import { publicImage } from '#core/image';
import { json } from '#http/answer';
import { revalidation, tagOf, unlessKnown } from '#http/cached';
import { signedIn } from '#http/endpoint';
import { readEnv } from '../env.ts';
import { pictureEnv, pictureServices } from '../pictures.ts';
import { imagePath } from '../shapes.ts';

const env = readEnv(pictureEnv);
const { images, show } = pictureServices(env);

export const handler = signedIn(
  { env, logger: new Logger(), shapes: { path: imagePath, headers: revalidation } },
  async ({ path, headers, caller, origin }) => {
    const record = readable(await images.get(path.id), caller);
    return unlessKnown(tagOf([record.id, record.version]), headers['if-none-match'], async () =>
      json(200, publicImage, await show(record, origin, readerOf(caller))),
    );
  },
);
