import { describe, expect, inject, type TestContext, test } from 'vitest';
import { show } from '../../figures.ts';
import { type Blow, blows } from '../blows.ts';
import { type JournalStep, journalSteps } from '../journal-steps.ts';
import { type Aftermath, strike } from '../strike.ts';
import '../provided.ts';

const target = inject('target');
const { only, restartEngine } = inject('faults');

const cells = journalSteps.flatMap((step) =>
  blows.map((blow) => ({ name: `${step.step} × ${blow.name}`, step, blow })),
);
const possible = cells
  .filter(({ step, blow }) => step.underCommand || !blow.hitsCommand)
  .filter(({ blow }) => restartEngine || !blow.restartsEngine);
const chosen = possible.filter(
  ({ name, step, blow }) =>
    only.length === 0 || [name, step.step, blow.name].some((word) => only.includes(word)),
);

describe('a release heals itself', () => {
  test.for(chosen)('$name', async ({ step, blow }, context) => {
    const aftermath = await strike(target, step, blow);
    showAftermath(context, step, blow, aftermath);
    expect(aftermath.again?.exitCode ?? 0).toBe(0);
    expect(aftermath).toMatchObject({ serves: true, left: [], outage: { failures: {} } });
  });
});

function showAftermath(
  context: TestContext,
  { step }: JournalStep,
  { name }: Blow,
  aftermath: Aftermath,
): void {
  const { met, ended, healed, calmAfter, again, serves, outage, left } = aftermath;
  show(context, 'Kill matrix', [
    {
      step,
      blow: name,
      'in the step': met ? 'yes' : 'just after',
      'exit code': ended.exitCode,
      'by itself': healed,
      'calm after (s)': calmAfter,
      'second run': again ? `exit code ${again.exitCode}` : 'not needed',
      serves: serves ? 'yes' : 'NO',
      requests: outage.requests,
      failed: outage.failed,
      left: left.join(', ') || 'nothing',
    },
  ]);
}
