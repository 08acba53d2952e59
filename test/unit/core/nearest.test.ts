import { describe, expect, test } from '@jest/globals';
import { nearest } from '#core/nearest';

const known = ['reviewers', 'required', 'remindAfter', 'escalateTo', 'escalateAfter', 'name', 'width'];

describe('the nearest name', () => {
  test.each([
    ['reviewer', 'reviewers'],
    ['reviewerss', 'reviewers'],
    ['reveiwers', 'reviewers'],
    ['Required', 'required'],
    ['escalateAftr', 'escalateAfter'],
    ['widht', 'width'],
    ['nmae', 'name'],
    ['remind', 'remindAfter'],
    ['escalate', 'escalateTo'],
  ])('to "%s" is %s', (wanted, name) => {
    expect(nearest(wanted, known)).toBe(name);
  });

  test.each(['re', 'comment', 'wide', ''])('to "%s" is none', (wanted) => {
    expect(nearest(wanted, known)).toBeUndefined();
  });
});
