import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { description } from './openapi.ts';

interface Command {
  file: string;
  line: string;
}

/** The command lines of a page's shell blocks, those that go on in the next line as one. */
async function commandsOf(file: string): Promise<Command[]> {
  const text = await readFile(file, 'utf8');
  return [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```/gm)].flatMap(([, , block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => ({ file, line: line.trim() }))
      .filter(({ line }) => line !== ''),
  );
}

async function allCommands(): Promise<Command[]> {
  const docs = (await readdir('docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return (await Promise.all(['README.md', ...docs].map(commandsOf))).flat();
}

/** What is left of a line when its quoted parts are taken out. */
const bare = (line: string) => line.replaceAll(/'[^']*'|"(?:\\.|\$\([^)]*\)|[^"\\])*"/g, '""');

describe('a command in the documentation can be pasted', () => {
  it('into an interactive zsh, which takes a comment for words', async () => {
    const commands = await allCommands();
    expect(commands.length).toBeGreaterThan(30);
    expect(commands.filter(({ line }) => /(^|\s)#/.test(bare(line)))).toEqual([]);
  });

  it('into zsh, which refuses a pattern that matches nothing', async () => {
    const commands = await allCommands();
    expect(commands.filter(({ line }) => /[?*[\]]/.test(bare(line)))).toEqual([]);
  });

  it('without a place to fill in that a shell would take as it stands', async () => {
    expect((await allCommands()).filter(({ line }) => /…|\bFILE\b/.test(line))).toEqual([]);
  });

  it('where SAM is not on PATH', async () => {
    expect((await allCommands()).filter(({ line }) => /(^|&& |\| )sam(local)? /.test(line))).toEqual([]);
  });
});

describe('the operations guide', () => {
  it('says what to do about each code that the API answers with', async () => {
    const guide = await readFile('docs/operations.md', 'utf8');
    const { ProblemCode, FailureCode } = description.components.schemas;
    const codes = [ProblemCode, FailureCode].flatMap((one) => one?.enum ?? []);
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !guide.includes(`\`${String(code)}\``))).toEqual([]);
  });
});
