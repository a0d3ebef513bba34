import type { HistoryEntry, RollbackPreview } from '@causeway/release';
import { expect, test } from 'vitest';
import { describePreview, findRestart, refuseWithoutImage } from './rollback-preview.ts';

const preview: RollbackPreview = {
  service: 'api',
  from: '1.2+8',
  to: '1.2+5',
  warm: false,
  steps: ['start: 2 new containers', 'switch: the route goes from r8 to the new release'],
};

/** Eight releases, an hour after each other. */
function entry(number: number, changes: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    number,
    at: Date.UTC(2027, 0, 15, number),
    service: 'api',
    action: 'release',
    by: 'ann@desk',
    release: `r${number}`,
    version: `1.2+${number}`,
    image: `sha256:${number}`,
    hash: '',
    ...changes,
  };
}

const migration = (detail: string) => [{ step: 'migrate', startedAt: 0, endedAt: 1, detail }];

const entries = [
  entry(9, { action: 'retire', release: 'r5', version: '1.2+5' }),
  entry(8, { by: 'bo@desk', steps: migration('applied 3\napplied 4') }),
  entry(7, { action: 'release failed', steps: migration('applied 2') }),
  entry(6, { steps: [{ step: 'migrate', startedAt: 0, endedAt: 1, failed: 'no' }] }),
  entry(5, { steps: migration('applied 1') }),
];

test('a release that is started again is shown with all that one has to know of it', () => {
  const restart = { ...findRestart(entries, preview), imageIsThere: true };
  expect(describePreview(preview, restart).split('\n')).toEqual([
    'api: from 1.2+8 back to 1.2+5, which is started again',
    '  1.2+8 serves; released 2027-01-15 08:00:00 UTC by bo@desk',
    '  1.2+5 does not run any more; released 2027-01-15 05:00:00 UTC by ann@desk, and its image is still on the engine',
    '  migrations that have run in between, and stay:',
    '    1.2+7, 2027-01-15 07:00:00 UTC: applied 2',
    '    1.2+8, 2027-01-15 08:00:00 UTC: applied 4',
    '  The steps; "new" is 1.2+5 once more, under a number of its own, and "old" is 1.2+8 (r8):',
    '  1. start: 2 new containers',
    '  2. switch: the route goes from r8 to the new release',
  ]);
  expect(refuseWithoutImage(preview, restart)).toBeUndefined();
});

test('a migration that is told twice, before and after a switch back, is listed once', () => {
  const back = entry(9, { ...entries[1], number: 9, action: 'switch back', why: 'it went bad' });
  const { migrated } = findRestart([back, ...entries], preview);
  expect(migrated.map(({ version }) => version)).toEqual(['1.2+7', '1.2+8']);
});

test('without a migration in between that is said', () => {
  expect(describePreview(preview, findRestart([entry(8), entry(5)], preview))).toContain(
    '\n  no migration has run in between\n',
  );
});

test('what the history does not know is not made up', () => {
  const restart = findRestart([], preview);
  const words = describePreview(preview, restart);
  expect(words).toContain('  1.2+5 does not run any more; the history does not say when it was released\n');
  expect(words).not.toMatch(/migration|image/);
  expect(refuseWithoutImage(preview, restart)).toBeUndefined();
});

test('a way back to one that still ran is not taken for a release of what was left', () => {
  const left = entry(9, { action: 'rollback', version: '1.2+8', release: 'r8', why: 'rollback by ann@desk' });
  expect(findRestart([left, ...entries], preview).serving?.number).toBe(8);
  const restored = entry(9, { action: 'rollback', version: '1.2+9', release: 'r9' });
  expect(findRestart([restored, ...entries], { from: '1.2+9', to: '1.2+5' }).serving).toBe(restored);
});

test('without its image it is refused, with what to do', () => {
  const restart = { ...findRestart(entries, preview), imageIsThere: false };
  expect(refuseWithoutImage(preview, restart)).toBe(
    'rollback of api: the image of 1.2+5 (sha256:5) is not on the engine any more, so it cannot be started. Check out its source and run `release api`, or go back to another with --to. Nothing was changed',
  );
});

test('one that still runs needs no more words', () => {
  const warm = { ...preview, to: '1.2+7', warm: true, steps: ['switch: back'] };
  expect(describePreview(warm)).toBe('api: from 1.2+8 back to 1.2+7, which still runs\n  1. switch: back');
});
