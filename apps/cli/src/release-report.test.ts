import type { ReleaseReport } from '@causeway/release';
import { describe, expect, test } from 'vitest';
import { describeReport, describeRequests } from './release-report.ts';
import { report } from './testing/try-out.ts';

const headline = (changes: Partial<ReleaseReport>) =>
  describeReport({ ...report, steps: [], requests: [], ...changes });

describe('what became of a release', () => {
  test.each<[Partial<ReleaseReport>, string]>([
    [{}, 'api 1.2+8 serves, after 1.2+7'],
    [{ outcome: 'unchanged' }, 'api 1.2+8 unchanged: the same content and settings serve already'],
    [{ outcome: 'unchanged', why: 'it serves already' }, 'api 1.2+8 unchanged: it serves already'],
    [{ outcome: 'rolled-back' }, 'api 1.2+8 serves instead of 1.2+7: rolled back'],
    [
      { outcome: 'rolled-back', error: 'asked for by bo@desk' },
      'release of api 1.2+8: it was taken back: asked for by bo@desk\napi 1.2+7 serves as before',
    ],
    [
      { outcome: 'aborted', error: 'aborted by bo@desk' },
      'release of api 1.2+8 was aborted by bo@desk\napi 1.2+7 serves as before',
    ],
    [
      { outcome: 'aborted', error: 'asked for by bo@desk' },
      'release of api 1.2+8 was aborted: asked for by bo@desk\napi 1.2+7 serves as before',
    ],
    [{ outcome: 'failed' }, 'release of api 1.2+8 failed\napi 1.2+7 serves as before'],
    [
      { outcome: 'failed', error: 'no answer', steps: report.steps.filter(({ step }) => step === 'switch') },
      'release of api 1.2+8 failed: no answer\napi 1.2+8 goes on serving',
    ],
  ])('%j', (changes, words) => {
    expect(headline(changes).startsWith(words)).toBe(true);
  });

  test('where nothing served before, nothing is said to serve', () => {
    const { previous: _none, ...first } = report;
    expect(describeReport({ ...first, outcome: 'failed', error: 'no answer', steps: [] })).toContain(
      'failed: no answer\nnothing serves yet',
    );
  });
});

test.each([
  [0, 0, 'no request'],
  [1, 0, '1 request, none with an error (5xx)'],
  [7, 2, '7 requests, 2 of them with an error (5xx)'],
])('of %d requests %d that failed are told in words', (served, failed, words) => {
  expect(describeRequests([{ version: '1.2+8', served, failed }])).toEqual([`1.2+8 answered ${words}`]);
});
