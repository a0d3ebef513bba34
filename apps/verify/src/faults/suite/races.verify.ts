import { expect, inject, type TestContext, test } from 'vitest';
import { show } from '../../figures.ts';
import { type Kind, type Race, race } from '../race.ts';
import '../provided.ts';

const target = inject('target');
const { races } = inject('faults');
const pairs = Array.from({ length: races }, (_, index): [Kind, number] => [
  index % 2 === 0 ? 'rivals' : 'same',
  index + 1,
]);

test.for(pairs)(
  'of two releases at the same moment one is made (%s, pair %d)',
  async ([kind, pair], context) => {
    const outcome = await race(target, kind);
    showRace(context, { kind, pair }, outcome);
    const [first, second] = outcome.ended
      .map(({ exitCode }) => exitCode)
      .toSorted((one, other) => one - other);
    expect(first).toBe(0);
    expect(kind === 'same' ? [0, 4] : [4]).toContain(second);
    expect(outcome).toMatchObject({ released: 1, outage: { failures: {} } });
  },
);

function showRace(
  context: TestContext,
  pair: { kind: Kind; pair: number },
  { ended, released, outage }: Race,
): void {
  show(context, 'Two releases at the same moment', [
    {
      ...pair,
      'exit codes': ended.map(({ exitCode }) => exitCode).join(' and '),
      releases: released,
      requests: outage.requests,
      failed: outage.failed,
      'the other says': refusalOf(ended),
    },
  ]);
}

function refusalOf(ended: Race['ended']): string {
  const refused = ended.find(({ exitCode }) => exitCode !== 0);
  return refused?.stderr.trim().split('\n').at(-1) ?? 'what became of the same release';
}
