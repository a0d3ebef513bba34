import { afterEach, beforeEach, expect, test } from 'vitest';
import { report, TryOut } from './testing/try-out.ts';

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
  tryOut.config({ migrations: 'db', uses: ['postgres'], migrate: ['node', 'migrate.js'] });
  tryOut.write('db/001-notes.sql', 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n');
});

afterEach(() => tryOut.remove());

const release = (...args: string[]) => tryOut.causeway('release', 'api', ...args);
const marks = async () => {
  serving(undefined);
  await release();
  return tryOut.asks('release')[0]?.wanted.migrations ?? [];
};

function serving(version: object | undefined): void {
  const service = { service: 'api', ...(version && { serving: { version: '1.2+7', ...version } }) };
  tryOut.script({
    status: [[{ result: { services: [service] } as never }]],
    release: [[{ result: report }]],
  });
}

test('a first release breaks nothing, and remembers its files', async () => {
  expect(await marks()).toEqual([{ name: '001-notes.sql', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
});

test('SQL that breaks what serves ends it with 4 before anything is built', async () => {
  const migrations = await marks();
  serving({ migrations });
  tryOut.write('db/002-drop.sql', '\nALTER TABLE notes DROP COLUMN body;\n');
  const { exitCode, stderr } = await release();
  expect(stderr).toMatch(
    /api: its new migrations break 1\.2\+7, which serves while they run\n {2}db\/002-drop\.sql:\d/,
  );
  expect(stderr).toMatch(/why: .+\n {4}instead: /);
  expect(stderr).not.toContain('Image of api');
  expect(tryOut.asks('release')).toHaveLength(1);
  expect(exitCode).toBe(4);
});

test('the same goes on where it is allowed', async () => {
  const migrations = await marks();
  serving({ migrations });
  tryOut.write(
    'db/002-drop.sql',
    '-- causeway: irreversible the bodies are gone\nALTER TABLE notes DROP COLUMN body;\n',
  );
  const { exitCode, stderr } = await release('--allow-breaking');
  expect(stderr).toContain('allowed by --allow-breaking');
  expect(tryOut.asks('release')[1]?.wanted).toMatchObject({
    irreversible: expect.stringContaining('the bodies are gone'),
    migrations: [migrations[0], { name: '002-drop.sql' }],
  });
  expect(exitCode).toBe(0);
});

test('files that the serving release had are not looked at again', async () => {
  tryOut.write('db/002-drop.sql', 'ALTER TABLE notes DROP COLUMN body;\n');
  serving({ migrations: await marks() });
  expect((await release()).exitCode).toBe(0);
});

test('a folder that is not there is a mistake', async () => {
  tryOut.config({ migrations: 'elsewhere', uses: ['postgres'], migrate: ['node', 'migrate.js'] });
  serving(undefined);
  const { exitCode, stderr } = await release();
  expect(stderr).toContain('elsewhere');
  expect(exitCode).toBe(2);
});
