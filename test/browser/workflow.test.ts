import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { reportStates } from '#core/history';
import { times } from '../../src/console/workflow/words.ts';
import type { WorkflowReport } from '../../src/functions/get-workflow/schema.ts';
import { openBrowser, openPage, type WatchedPage } from '../system/browser.ts';
import { call } from '../system/client.ts';
import { type Person, person } from '../system/people.ts';
import { inReview, type Scene } from '../system/scenes.ts';
import { until } from '../system/until.ts';
import { openWorkflow, showWorkflow, textFaults } from '../system/workflow-page.ts';
import { entered, inOneRow, left, row } from '../unit/core/histories.ts';

const phone = { viewport: { width: 390, height: 844 } };
const looks: [string, BrowserContextOptions][] = [
  ['a wide window', { viewport: { width: 1280, height: 900 } }],
  ['a wide window, dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['a telephone', phone],
  ['a telephone, dark', { ...phone, colorScheme: 'dark' }],
];

/** A picture whose rendering failed again and again, as the engine that the tests run on would tell it. */
function failed(definition: WorkflowReport['definition']): WorkflowReport {
  const text = JSON.stringify(definition);
  const tries = [0, 3, 7].flatMap(
    (second): Parameters<typeof inOneRow> => [
      [second, 'TaskScheduled', row.scheduled()],
      [second + 1, 'TaskFailed', row.failed('Runtime.HandlerError', '{"errorMessage":"no memory"}')],
    ],
  );
  const history = inOneRow(
    [0, 'TaskStateEntered', entered('Render', { id: 'a' })],
    ...tries,
    [8, 'TaskStateExited', left('Render')],
    [8, 'TaskStateEntered', entered('Record fault')],
    [8, 'TaskScheduled', row.scheduled()],
    [9, 'TaskSucceeded', row.succeeded()],
    [9, 'TaskStateExited', left('Record fault')],
    [9, 'FailStateEntered', entered('Fault')],
  );
  const end = { status: 'FAILED', error: 'Runtime.HandlerError' } as const;
  return {
    execution: 'a-1-1',
    ...end,
    states: reportStates(text, history, end, true),
    definition,
    clock: null,
  };
}

describe('the workflow drawn', () => {
  let browser: Browser;
  let scene: Scene;
  let operator: Person;
  let report: WorkflowReport;
  let opened: WatchedPage[] = [];
  beforeAll(async () => {
    [browser, scene, operator] = await Promise.all([
      openBrowser(),
      inReview(),
      person('operator', 'operators'),
    ]);
    report = await fetched();
  });
  afterEach(async () => {
    for (const { page } of opened) await page.context().close();
    opened = [];
  });
  afterAll(async () => {
    await browser.close();
  });

  const fetched = async () => {
    const path = `/images/${scene.pictures[0].id}/workflow`;
    return (await call<WorkflowReport>('GET', path, { as: operator })).body;
  };
  const open = async (shown: WorkflowReport, options?: BrowserContextOptions): Promise<WatchedPage> => {
    const watched = await openPage(browser, options);
    opened.push(watched);
    await openWorkflow(watched.page, shown);
    return watched;
  };
  const state = (page: Page, name: RegExp) => page.getByRole('button', { name });
  const focused = (page: Page) =>
    page.evaluate<string>(
      'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
    );

  it('shows every state of both machines as a button that says how it stands', async () => {
    const { page, complaints } = await open(report);
    const names = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.workflow-button')].map((one) => one.getAttribute('aria-label'))`,
    );
    expect(names).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Inspect: succeeded, (tried [a-z\d ]+, )?[\d.]+ m?s$/),
        'Review: running',
        'Decision: waiting',
        'Publish: not reached',
        'Wait: waiting',
      ]),
    );
    expect(names).toHaveLength(report.states.length + (report.clock?.states.length ?? 0));
    expect(complaints).toEqual([]);
  });

  it('tells what is known of a state that is clicked, and what went in and came out', async () => {
    const { page } = await open(report);
    await state(page, /^Render:/).click();
    const details = page.getByRole('region', { name: 'Render' });
    const text = await details.textContent();
    expect(text).toMatch(/Statussucceeded.*TypeTask.*Took.*Tried.*Went on toRendered\?/);
    // A render that was throttled is tried again.
    const { attempts = 0 } = report.states.find(({ name }) => name === 'Render') ?? {};
    expect(text).toContain(`Tried${times(attempts)}`);
    expect(text).toContain(`"id": "${scene.pictures[0].id}"`);
    expect(text).toContain('"verdict": "rendered"');
    await state(page, /^Publish:/).click();
    expect(await page.getByRole('region', { name: 'Publish' }).textContent()).toContain('not reached');
    expect(await details.count()).toBe(0);
  });

  it('is worked by keyboard alone: Enter goes to the details, Escape back to the state', async () => {
    const { page } = await open(report);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^Inspect:/);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatch(/^Acceptable\?:/);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Acceptable?' }).waitFor();
    expect(await focused(page)).toBe('Acceptable?');
    await page.keyboard.press('Escape');
    await page.locator('.workflow-details').waitFor({ state: 'detached' });
    expect(await focused(page)).toMatch(/^Acceptable\?:/);
    await page.keyboard.press('Space');
    await page.getByRole('region', { name: 'Acceptable?' }).waitFor();
    expect(await focused(page)).toBe('Acceptable?');
  });

  it('shows a failure by more than its colour, how often a task was tried, and the way that was taken', async () => {
    const { page } = await open(failed(report.definition));
    await state(page, /^Render: failed and caught, tried 3 times, 8\.0 s$/).waitFor();
    await state(page, /^Fault: failed$/).waitFor();
    expect(await page.locator('.workflow-drawing .workflow-count').allTextContents()).toEqual(['×3']);
    expect(await page.locator('.workflow-drawing .workflow-edge.taken.catch').count()).toBe(1);
    expect(await page.locator('.workflow-drawing .workflow-edge.taken.next').count()).toBe(1);
    const signs = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.workflow-drawing .workflow-sign')].map((one) => one.getAttribute('class') + one.getAttribute('d'))`,
    );
    expect(new Set(signs.map((sign) => sign.replace(/.*?(?=M)/, ''))).size).toBe(4);
    expect(new Set(signs).size).toBe(4);
    await state(page, /^Render:/).click();
    expect(await page.getByRole('region', { name: 'Render' }).textContent()).toMatch(
      /Runtime\.HandlerError.*no memory/s,
    );
  });

  it.each(looks)('has no text that is cut or over another, and passes axe: %s', async (_, options) => {
    for (const shown of [report, failed(report.definition)]) {
      const { page, complaints } = await open(shown, options);
      expect(await textFaults(page)).toEqual([]);
      await state(page, /^Render:/).click();
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        options.viewport?.width ?? 0,
      );
      await page.evaluate(axe.source);
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((one) => one.html)]))',
      );
      expect(violations).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  it('has the state where the execution is in sight on a telephone', async () => {
    const { page } = await open(report, phone);
    const box = await state(page, /^Decision:/).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  });

  it('pulses where the execution is, unless less motion is wished for', async () => {
    const moving =
      'getComputedStyle(document.querySelector(".workflow-state.running .workflow-shape")).animationName';
    const { page } = await open(report);
    expect(await page.evaluate(moving)).toBe('workflow-pulse');
    const { page: still } = await open(report, { reducedMotion: 'reduce' });
    expect(await still.evaluate(moving)).toBe('none');
  });

  it('moves on with the next report, and keeps the focus and the details', async () => {
    const { page } = await open(report);
    await state(page, /^Publish:/).click();
    await call('POST', scene.pictures[0].links[0], { body: { decision: 'approve' } });
    const later = await until('its execution to end', async () => {
      const seen = await fetched();
      return seen.status === 'RUNNING' || seen.clock?.status === 'RUNNING' ? undefined : seen;
    });
    await showWorkflow(page, later);
    await state(page, /^Publish: succeeded, (tried [a-z\d ]+, )?[\d.]+ m?s$/).waitFor();
    await state(page, /^Wait: stopped$/).waitFor();
    expect(await page.getByRole('region', { name: 'Publish' }).textContent()).toContain('succeeded');
    expect(await focused(page)).toBe('Publish');
    const taken = page.locator('.workflow-drawing').first().locator('.workflow-edge.taken');
    // From the dot to Published, and from Ask to Start the clock.
    expect(await taken.count()).toBe(9);
  });
});
