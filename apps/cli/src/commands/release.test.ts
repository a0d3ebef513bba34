import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event, report, TryOut } from '../testing/try-out.ts';

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
});

afterEach(() => tryOut.remove());

const release = (...args: string[]) => tryOut.causeway('release', 'api', ...args);

describe('a release', () => {
  test('tells in a few lines what became of it, and leaves the same as JSON', async () => {
    tryOut.script({
      release: [[event(1, 'look'), { result: { ...report, bakesUntil: 1_800_000_000_000 } }]],
    });
    const { exitCode, stdout } = await release('--report', 'ci/report.json');
    expect(stdout.split('\n')).toEqual([
      'api 1.2+8 serves, after 1.2+7',
      '  took 2.0 s: look 0.1 s, switch 0.1 s',
      '  1.2+7 answered 100 requests, 0 failed',
      '  1.2+8 answered 7 requests, 1 failed',
      expect.stringContaining('  watched until 08:00:00 UTC: until then 1.2+7 stays warm'),
    ]);
    expect(exitCode).toBe(0);
    const whole = { ...report, bakesUntil: 1_800_000_000_000 };
    expect(JSON.parse(tryOut.read('.causeway/local/releases/api-1.2+8.json'))).toEqual(whole);
    expect(JSON.parse(tryOut.read('ci/report.json'))).toEqual(whole);
  });
});
