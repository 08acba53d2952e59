import { Logger } from '@aws-lambda-powertools/logger';
import { eventBus } from '#adapters/bus';
import { task } from '#services/tasks';
import { tellingChanges } from '#services/telling-changes';
import { readEnv } from '../env.ts';
import { name } from '../shapes.ts';
import { tableChanges } from './schema.ts';

const env = readEnv({ IMAGE_BUS: name });
const tell = tellingChanges({ bus: eventBus(env.IMAGE_BUS) });

/** Records were rewritten: others hear of what changed. An error has the stream hand all of it over again. */
export const handler = task(new Logger(), tableChanges, ({ Records }) => tell(Records));
