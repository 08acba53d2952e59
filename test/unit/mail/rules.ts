import { expect } from '@jest/globals';

/** Tags of one kind, as they are written. */
export const tags = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g'))].map(([tag]) => tag);

/** The words and addresses of a mail, each once, whatever stands between them. */
function said(text: string): Set<string> {
  return new Set(text.match(/https?:\/\/[^\s<>"]+|[\p{L}\p{N}@]+/gu));
}

const decoded = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&amp;', '&');

/** What a reader of the HTML is told: its text, and where its links lead. */
function readable(html: string): string {
  const body = html
    .slice(html.indexOf('<body'))
    .replace(/<div style="display:none[^>]*>.*?<\/div>/s, '')
    .replace(/<a\b[^>]*href="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ');
  return decoded(body);
}

/** Expects what every mail keeps to, whatever it is about. */
export function expectMailRules({ html, text }: { html: string; text: string }): void {
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
  expect(html).toMatch(/<meta name="color-scheme" content="light dark"/);
  expect(html).toMatch(/:root\{color-scheme:light dark/);
  expect(html).toMatch(/@media \(prefers-color-scheme:dark\)/);
  // Nothing embedded, nothing that runs, no layout that Outlook does not know.
  expect(html).not.toMatch(/data:|<script|<link|<form|display:\s*(flex|grid)|\.webp/i);
  for (const table of tags(html, 'table')) expect(table).toContain('role="presentation"');
  // A link around a picture needs no style of its own.
  for (const name of ['p', 'h1', 'h2', 'h3', 'a', 'img', 'blockquote'])
    for (const tag of tags(html, name)) expect(tag).toMatch(name === 'a' ? / href="https:\/\// : / style="/);
  for (const image of tags(html, 'img')) {
    expect(image).toMatch(/ alt="[^"]+"/);
    expect(image).toMatch(/ width="\d+"/);
    expect(image).toMatch(/ height="\d+"/);
    expect(image).toMatch(/ src="https:\/\//);
  }
  // Every link with words on it is at least 44 pixels high.
  for (const [, style, label] of html.matchAll(/<a\b[^>]*?(?:style="([^"]*)"[^>]*)?>([^<]+)<\/a>/g))
    expect(`${label}: ${style}`).toMatch(/\/44px/);
  expect(tags(html, 'h1')).toHaveLength(1);
  // Plain text says what the HTML says, and the HTML what the plain text says, but for the labels of its lines.
  const [inHtml, inText] = [said(readable(html)), said(text)];
  expect([...inHtml].filter((one) => !inText.has(one))).toEqual([]);
  const labels = new Set(['File', 'Look', 'Note', 'Caption', 'Why']);
  expect([...inText].filter((one) => !inHtml.has(one) && !labels.has(one))).toEqual([]);
}
