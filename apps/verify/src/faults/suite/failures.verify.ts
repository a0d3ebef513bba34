import { describe, expect, inject, type TestContext, test } from 'vitest';
import { show } from '../../figures.ts';
import type { FailureClass } from '../classes/failure-class.ts';
import { failureClasses } from '../classes/index.ts';
import { type Trial, tryFailure } from '../try-failure.ts';
import '../provided.ts';

const target = inject('target');
const { only, repeat, restartEngine } = inject('faults');
const tries = Array.from({ length: repeat }, (_, index) => index + 1);
const chosen = failureClasses
  .filter(({ name }) => only.length === 0 || only.includes(name))
  .filter((failure) => restartEngine || !failure.restartsEngine);

describe.each(chosen)('$name', (failure) => {
  test.for(tries)('leaves everything as it was, try %d', async (count, context) => {
    const trial = await tryFailure(target, failure);
    if (typeof trial === 'string') return context.skip(trial);
    showTrial(context, failure, count, trial);
    expect(trial.left).toEqual([]);
    expectItsEnd(failure, trial);
    expectNoHarm(failure, trial);
  });
});

function expectItsEnd({ mayFinish, says }: FailureClass, { ended, oldServes }: Trial): void {
  const finished = mayFinish && ended.exitCode === 0;
  expect(oldServes).toBe(!finished);
  if (finished) return;
  expect(ended.exitCode).not.toBe(0);
  for (const words of says) expect(ended.stderr).toMatch(words);
}

/** What a release answers that goes wrong in service is its own; how long it can is a figure. */
function expectNoHarm({ switchBack }: FailureClass, { outage, failedAtTheEnd }: Trial): void {
  expect(failedAtTheEnd).toBe(0);
  if (!switchBack) expect(outage.failures).toEqual({});
}

function showTrial(
  context: TestContext,
  { name, switchBack }: FailureClass,
  count: number,
  trial: Trial,
): void {
  const { ended, outage, oldServes, left, kept, untilMended } = trial;
  const words = (differences: Trial['left']) =>
    differences.map(({ what, kind }) => `${kind} ${what}`).join('; ');
  show(context, 'Failure classes', [
    {
      class: name,
      try: count,
      'exit code': ended.exitCode,
      'command (s)': ended.seconds,
      requests: outage.requests,
      failed: outage.failed,
      ...(switchBack && { 'failed for (s)': trial.failedFor, 'wanted (s)': switchBack.within }),
      'old serves': oldServes ? 'yes' : 'NO',
      'left over': words(left) || 'nothing',
    },
  ]);
  show(context, `What "${name}" says, and leaves`, [
    { is: 'message', words: messageOf(ended) },
    { is: 'journal', words: words(kept) || 'nothing' },
    { is: 'until the config is mended', words: words(untilMended) || 'nothing' },
  ]);
}

/** What stands after the last line of progress. */
function messageOf({ stderr }: Trial['ended']): string {
  const lines = stderr.trim().split('\n');
  return lines
    .slice(lines.findLastIndex((line) => /^(- | {4}|\s+\S.*: done in )/.test(line)) + 1)
    .join('\n')
    .trim();
}
