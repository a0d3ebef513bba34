import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileJournal } from './journal.ts';
import { foreignServices, leavingServices } from './leaving-services.ts';
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
  expect(foreignServices(plan, journal)).toEqual(['shop']);
});
