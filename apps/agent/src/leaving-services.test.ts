import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileJournal } from './journal.ts';
import { leavingServices, letGo } from './leaving-services.ts';
import { exampleRelease, exampleService } from './testing/example.ts';

let folder: string;
let journal: FileJournal;
const plan = { services: [exampleService('api')] };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-leaving-'));
  journal = new FileJournal(folder);
  await journal.save(exampleRelease('api', 1, exampleService('api')));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a service that the config does not name leaves until its last release is gone', async () => {
  const settings = exampleService('shop', { port: 7000 });
  const release = exampleRelease('shop', 1, settings);
  await journal.save(release);
  expect(leavingServices(plan, journal)).toEqual([{ service: 'shop', settings }]);

  await journal.save({ ...release, endedAt: 1 });
  expect(leavingServices(plan, journal)).toEqual([]);
});

test('what is let go serves nothing, and is turned away by nobody when it comes back', async () => {
  const shown = {
    serving: 'r1',
    canary: { release: 'r2', percent: 5 },
    maintenance: { since: 0, by: 'ann', retryAfter: 60 },
  };
  for (const service of ['api', 'shop']) await journal.expose(service, shown);
  await letGo(plan, journal);
  expect(journal.read('shop')).toEqual({ releases: [] });
  expect(journal.read('api')).toMatchObject(shown);
});
