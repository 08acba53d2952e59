import { serveRenders } from '#imaging/render-worker';

serveRenders();
