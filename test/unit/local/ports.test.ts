import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mustBeFree } from '../../../local/ports.ts';
import { emptyHome } from '../../system/home.ts';

describe('a port that is taken', () => {
  let server: Server;
  let taken: number;
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'contactsheet-ports-'));
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    taken = typeof address === 'object' && address ? address.port : 0;
  });
  afterEach(async () => {
    server.close();
    await rm(home, { recursive: true, force: true });
  });

  it('is moved by the variables of npm start', async () => {
    await expect(mustBeFree({ port: taken, awsPort: 1 })).rejects.toThrow(`PORT=${taken + 1} npm start`);
    await expect(mustBeFree({ port: 1, awsPort: taken })).rejects.toThrow(`AWS_PORT=${taken + 1} npm start`);
    await expect(mustBeFree({ port: 1, awsPort: 1 })).rejects.toThrow('PORT and AWS_PORT are both 1');
  });

  it('is moved by those of npm test where a stack of the tests starts', async () => {
    await expect(emptyHome({ port: taken, awsPort: 1, home })).rejects.toThrow(
      `Port ${taken} is taken. Stop what listens there, or choose another: TEST_PORT=${taken + 1} npm test`,
    );
    await expect(emptyHome({ port: 1, awsPort: taken, home })).rejects.toThrow(
      `TEST_AWS_PORT=${taken + 1} npm test`,
    );
  });
});
