import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from './failure.ts';

const run = promisify(execFile);

/** A platform that sharp is installed for, in npm's words. */
export interface Platform {
  os: string;
  cpu: string;
  libc?: string;
}

const lambda: readonly Platform[] = [
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
];

/** The platform this process runs on. */
export function thisPlatform(): Platform {
  if (process.platform !== 'linux') return { os: process.platform, cpu: process.arch };
  return { os: 'linux', cpu: process.arch, libc: usesGlibc() ? 'glibc' : 'musl' };
}

/** Lambda's platforms, and this machine's own where it is neither. */
export function platformsFor(own: Platform): Platform[] {
  const known = lambda.some((one) => nameOf(one) === nameOf(own));
  return known ? [...lambda] : [...lambda, own];
}

/**
 * Installs the sharp layer into `build/layers/sharp`, unless it is there for the same lock and platforms.
 * @returns whether anything was installed
 */
export async function installLayer(root: string): Promise<boolean> {
  const source = join(root, 'src', 'layers', 'sharp');
  const target = join(root, 'build', 'layers', 'sharp');
  const stamp = join(root, 'build', 'layers', 'sharp.stamp');
  const platforms = platformsFor(thisPlatform());
  const wanted = await stampOf(source, platforms);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return false;
  const work = `${target}.work`;
  await rm(work, { recursive: true, force: true });
  await rm(target, { recursive: true, force: true });
  for (const platform of platforms) await installFor(platform, source, work);
  await mkdir(join(target, 'nodejs'), { recursive: true });
  await rename(join(work, 'merged'), join(target, 'nodejs', 'node_modules'));
  await rm(work, { recursive: true, force: true });
  await writeFile(stamp, wanted);
  return true;
}

async function installFor(platform: Platform, source: string, work: string): Promise<void> {
  const folder = join(work, nameOf(platform));
  await mkdir(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) await cp(join(source, file), join(folder, file));
  await npm(
    [
      'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `--os=${platform.os}`,
      `--cpu=${platform.cpu}`,
      ...(platform.libc ? [`--libc=${platform.libc}`] : []),
    ],
    folder,
  );
  const modules = join(folder, 'node_modules');
  await rm(join(modules, '.bin'), { recursive: true, force: true });
  await rm(join(modules, '.package-lock.json'), { force: true });
  await cp(modules, join(work, 'merged'), { recursive: true });
}

// What npm sets for the scripts it runs would lead the inner npm to the project's own folder.
async function npm(args: string[], cwd: string): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { npm_execpath: script } = process.env;
  const [command, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  try {
    await run(command, [...first, ...args], { cwd, env, shell: process.platform === 'win32' });
  } catch (error) {
    throw new Failure(`The sharp layer could not be installed: ${firstLines(error)}`);
  }
}

function firstLines(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  const lines = text.split('\n').filter((line) => line.startsWith('npm error'));
  return (lines.length ? lines : [text]).slice(0, 3).join(' ');
}

async function stampOf(source: string, platforms: readonly Platform[]): Promise<string> {
  const lock = await readFile(join(source, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${platforms.map(nameOf).join(' ')}\n`;
}

function nameOf(platform: Platform): string {
  return [platform.os, platform.cpu, platform.libc].filter(Boolean).join('-');
}

function usesGlibc(): boolean {
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime !== undefined;
}
