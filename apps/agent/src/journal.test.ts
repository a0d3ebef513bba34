import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileJournal } from './journal.ts';
import { exampleRelease } from './testing/example.ts';

let directory: string;
const reopened = () => new FileJournal(directory);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-journal-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('an empty directory is a journal of nothing', () => {
  expect(reopened().services()).toEqual([]);
  expect(reopened().read('api')).toEqual({ releases: [] });
});

test('what was saved is there after a start, oldest build first', async () => {
  const journal = reopened();
  for (const build of [10, 9, 2]) await journal.save(exampleRelease('api', build));
  await journal.expose('api', { serving: 'r9' });
  await journal.save(exampleRelease('site', 1));

  expect(reopened().read('api')).toEqual(journal.read('api'));
  expect(reopened().read('api').serving).toBe('r9');
  expect(
    reopened()
      .read('api')
      .releases.map(({ id }) => id),
  ).toEqual(['r2', 'r9', 'r10']);
  expect(reopened().services().sort()).toEqual(['api', 'site']);
});

test('of writes of one release at once the last asked for stays', async () => {
  const journal = reopened();
  const versions = Array.from({ length: 20 }, (_, index) => `1.0.${index}`);
  await Promise.all(versions.map((version) => journal.save({ ...exampleRelease('api', 1), version })));
  expect(reopened().read('api').releases).toMatchObject([{ version: '1.0.19' }]);
});

test('a service can stop serving', async () => {
  const journal = reopened();
  await journal.save(exampleRelease('api', 1));
  await journal.expose('api', { serving: 'r1' });
  await journal.expose('api', { serving: undefined });
  expect(reopened().read('api')).not.toHaveProperty('serving');
});

test('a write that was cut short has left a file beside, and the journal as it was', async () => {
  await reopened().save(exampleRelease('api', 1));
  const content = readFileSync(join(directory, 'api/r1.json'), 'utf8');
  writeFileSync(join(directory, 'api/r1.json.1234567'), content.slice(0, 40));
  expect(reopened().read('api').releases).toEqual([exampleRelease('api', 1)]);
});

test('what is no service is left alone', () => {
  mkdirSync(join(directory, 'api'));
  writeFileSync(join(directory, 'notes.txt'), 'restored on Monday');
  expect(reopened().services()).toEqual(['api']);
  expect(readdirSync(directory)).toContain('notes.txt');
});

describe('a damaged journal', () => {
  beforeEach(async () => {
    const journal = reopened();
    for (const service of ['api', 'site']) {
      await journal.save(exampleRelease(service, 1));
      await journal.expose(service, { serving: 'r1' });
    }
  });

  test.each([
    ['cut in half', 'r1.json', (path: string) => truncateSync(path, 100)],
    ['empty', 'serving.json', (path: string) => truncateSync(path)],
    ['gone', 'r1.json', (path: string) => rmSync(path)],
  ])('with a file %s says so for its service, and the others go on', async (_how, file, damage) => {
    damage(join(directory, 'api', file));
    const journal = reopened();

    expect(journal.services()).toEqual(['site']);
    expect([...journal.damaged.keys()]).toEqual(['api']);
    expect(() => journal.read('api')).toThrow(
      /^the journal of api is damaged: .*api.*; restore the file, or/,
    );
    await expect(journal.save(exampleRelease('api', 2))).rejects.toThrow('the journal of api is damaged');
    await journal.save(exampleRelease('site', 2));
    expect(reopened().read('site').releases).toHaveLength(2);
  });
});
