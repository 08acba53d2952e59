import { describe, expect, it } from '@jest/globals';
import { preferredType } from '#http/accept';

const types = ['text/html', 'application/json'] as const;

describe('the type that a client prefers', () => {
  it.each([
    ['application/json;q=0.1, text/html', 'text/html'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['text/html;q=0.2, application/json;q=0.8', 'application/json'],
    ['TEXT/HTML;Q=0.2, Application/JSON;Q=0.8', 'application/json'],
    ['application/json, text/html', 'application/json'],
    ['text/html, application/json', 'text/html'],
    ['application/json, text/plain, */*', 'application/json'],
    ['application/*', 'application/json'],
    ['application/*;q=0.5, text/*', 'text/html'],
    ['text/*;q=0.5, text/html;q=0.1, application/json;q=0.3', 'application/json'],
    ['text/html;q=0, */*', 'application/json'],
    ['application/json;q=0, */*;q=0.1', 'text/html'],
    ['text/html;q=0', 'application/json'],
    ['text/html; charset="a,b";q=0.1, application/json;q=0.2', 'application/json'],
    // As Chromium asks for a page.
    [
      'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7',
      'text/html',
    ],
  ])('of "%s" is %s', (accept, wanted) => {
    expect(preferredType(accept, types)).toBe(wanted);
  });

  it.each([undefined, '', '*/*', 'image/png', 'nonsense', ';;;q=,,'])(
    'is the first one for "%s"',
    (accept) => {
      expect(preferredType(accept, types)).toBe('text/html');
    },
  );
});
