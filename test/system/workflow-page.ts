import { join } from 'node:path';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { root } from '../../local/settings.ts';
import type { WorkflowReport } from '../../src/functions/get-workflow/schema.ts';

const address = 'https://workflow.example/';
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:";

const entry = `
import { h, render } from 'preact';
import { Workflow } from './src/console/workflow/workflow.tsx';
const show = (report) => render(h(Workflow, { report }), document.querySelector('main div'));
window.show = show;
show(JSON.parse(document.querySelector('#report').textContent));
`;
const colours = `body{margin:0;background:#f4f1ea}main{padding:16px}
@media (prefers-color-scheme:dark){body{background:#1b1916;color:#efeae0}}`;

/** Opens a page that holds nothing but the drawings of a report, under a policy as strict as the console's. */
export async function openWorkflow(page: Page, report: WorkflowReport): Promise<void> {
  const script = await build({
    stdin: { contents: entry, resolveDir: root, loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  });
  const style = await build({
    entryPoints: [join(root, 'src/console/workflow/workflow.css')],
    bundle: true,
    write: false,
  });
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html', html(report)],
    '/workflow.js': ['text/javascript', script.outputFiles[0]?.text ?? ''],
    '/workflow.css': ['text/css', colours + (style.outputFiles[0]?.text ?? '')],
  };
  await page.route(`${address}**`, async (route) => {
    const [type, body] = answers[new URL(route.request().url()).pathname] ?? ['text/plain', ''];
    const headers = { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy };
    await route.fulfill({ headers, body });
  });
  await page.goto(address);
  await page.getByRole('group').first().waitFor();
}

/** Hands the page another report, as a console does that looks again. */
export async function showWorkflow(page: Page, report: WorkflowReport): Promise<void> {
  await page.evaluate(`show(${JSON.stringify(report)})`);
}

function html(report: WorkflowReport): string {
  const data = JSON.stringify(report).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Workflow</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="workflow.css">
<script type="application/json" id="report">${data}</script><script type="module" src="workflow.js"></script></head>
<body><main><h1>A picture</h1><h2>Workflow</h2><div></div></main></body></html>`;
}

/** What is wrong with the texts of the drawings: cut by their state, or over another text or a state. */
export async function textFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const boxOf = (one) => one.getBoundingClientRect();
    const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const within = (inner, outer) => inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
    const faults = [];
    for (const drawing of document.querySelectorAll('.workflow-drawing')) {
      const states = [...drawing.querySelectorAll('.workflow-state')];
      const shapes = states.map((one) => [one.getAttribute('aria-label'), boxOf(one.querySelector('.workflow-shape'))]);
      const texts = [...drawing.querySelectorAll('text')].map((one) => [one, one.textContent, boxOf(one)]);
      const sheet = boxOf(drawing);
      for (const [text, words, box] of texts) {
        const state = text.closest('.workflow-state');
        if (!within(box, state ? boxOf(state.querySelector('.workflow-shape')) : sheet)) faults.push(words + ' is cut');
        if (parseFloat(getComputedStyle(text).fontSize) < 12) faults.push(words + ' is too small');
        if (state) continue;
        for (const [name, shape] of shapes) if (over(box, shape)) faults.push(words + ' is over ' + name);
      }
      texts.forEach(([, words, box], index) => {
        for (const [, other, otherBox] of texts.slice(index + 1)) {
          if (over(box, otherBox)) faults.push(words + ' is over ' + other);
        }
      });
      states.forEach((one, index) => {
        const sign = boxOf(one.querySelector('.workflow-sign'));
        for (const text of one.querySelectorAll('text')) {
          if (over(sign, boxOf(text))) faults.push('the sign is over ' + text.textContent);
        }
      });
    }
    return faults;
  })()`);
}
