import { execFile } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Lets SAM's containers reach the local AWS, which listens on 127.0.0.1 alone: on Linux a container's way to this
 * machine ends at Docker's bridge, so its address there takes connections too, and no other. Docker Desktop does
 * this by itself. It ends with this process.
 */
export async function openBridge(port: number): Promise<void> {
  if (process.platform !== 'linux') return;
  const host = await bridgeAddress();
  if (!host) return;
  const server = createServer((from) => {
    const to = connect(port, '127.0.0.1');
    // A container that is removed leaves its connections open; they must not hold this process.
    from.unref().pipe(to.unref()).pipe(from);
    from.on('error', () => to.destroy());
    to.on('error', () => from.destroy());
  });
  server.unref();
  await new Promise<void>((resolve) => {
    // Not this machine's address (Docker Desktop), or another samlocal serves it already.
    server.once('error', () => resolve());
    server.listen(port, host, () => resolve());
  });
}

// Docker names the gateway only where one was chosen; else it is the subnet's first address.
async function bridgeAddress(): Promise<string | undefined> {
  const format = '{{range .IPAM.Config}}{{or .Gateway .Subnet}} {{end}}';
  const args = ['network', 'inspect', 'bridge', '--format', format];
  const { stdout } = await run('docker', args, { timeout: 5000 }).catch(() => ({ stdout: '' }));
  const found = stdout.split(/\s+/).find((address) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(address));
  return found?.replace(/\.0\/\d+$/, '.1');
}
