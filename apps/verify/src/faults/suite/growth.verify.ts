import { expect, inject, type TestContext, test } from 'vitest';
import { show } from '../../figures.ts';
import { type Growth, grow, settledAfter } from '../grow.ts';
import '../provided.ts';

const target = inject('target');
const { releases } = inject('faults');
const minute = 60_000;

test('nothing grows with the number of releases', { timeout: releases * minute }, async (context) => {
  const growth = await grow(target, releases);
  showGrowth(context, growth);
  expect(countsOf(growth.end)).toEqual(countsOf(growth.settled));
});

/** Of these each one more is a leak; bytes are figures. */
function countsOf(size: Growth['end']): object {
  return Object.fromEntries(
    Object.entries(size).filter(([name]) => !name.endsWith('(bytes)') && !name.endsWith('open files')),
  );
}

function showGrowth(context: TestContext, { settled, end }: Growth): void {
  const rows = Object.entries(settled).map(([what, before]) => {
    const after = end[what] ?? 0;
    const percent = before === 0 ? 0 : (100 * (after - before)) / before;
    return {
      what,
      [`release ${settledAfter}`]: before,
      [`release ${releases}`]: after,
      'change (%)': percent,
    };
  });
  show(context, `Size after ${releases} releases`, rows);
}
