import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseReport } from '@causeway/release';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saveReport } from './report-files.ts';
import { report } from './testing/try-out.ts';

let releases: string;

beforeEach(() => {
  releases = mkdtempSync(join(tmpdir(), 'causeway-reports-'));
});

afterEach(() => rmSync(releases, { recursive: true }));

const save = (changes: Partial<ReleaseReport>) => saveReport({ releases }, { ...report, ...changes });
const read = (name: string): ReleaseReport => JSON.parse(readFileSync(join(releases, name), 'utf8'));

test('what comes after a release leaves its report alone: going back to it, and asking for it again', async () => {
  await save({});
  await save({ outcome: 'unchanged', steps: [] });
  await save({ outcome: 'rolled-back', previous: '1.2+9', steps: [] });
  await save({ outcome: 'rolled-back', previous: '1.2+10', steps: [] });
  expect(readdirSync(releases).sort()).toEqual([
    'api-1.2+8-rollback-from-1.2+10.json',
    'api-1.2+8-rollback-from-1.2+9.json',
    'api-1.2+8-unchanged.json',
    'api-1.2+8.json',
  ]);
  expect(read('api-1.2+8.json')).toEqual(report);
  expect(read('api-1.2+8-rollback-from-1.2+9.json').previous).toBe('1.2+9');
});

test('a release that was taken back is told in its own report', async () => {
  await save({});
  await save({ outcome: 'rolled-back', error: 'by bo@desk' });
  expect(readdirSync(releases)).toEqual(['api-1.2+8.json']);
  expect(read('api-1.2+8.json').error).toBe('by bo@desk');
});

test('the last 100 reports stay, and nothing that is no report goes', async () => {
  writeFileSync(join(releases, 'notes.txt'), '');
  for (let number = 1; number <= 105; number++) {
    const name = join(releases, `api-1.2+${number}.json`);
    writeFileSync(name, '{}');
    utimesSync(name, number, number);
  }
  utimesSync(join(releases, 'notes.txt'), 0, 0);
  await save({ version: '1.2+106' });
  const left = readdirSync(releases);
  expect(left).toHaveLength(101);
  expect(left).toContain('notes.txt');
  expect(left).toContain('api-1.2+106.json');
  expect(left).toContain('api-1.2+7.json');
  expect(left).not.toContain('api-1.2+6.json');
});
