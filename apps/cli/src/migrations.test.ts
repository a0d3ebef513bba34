import { createHash } from 'node:crypto';
import type { HistoryEntry } from '@causeway/release';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeEntry } from './commands/history.ts';
import { Deploying } from './testing/deploying.ts';
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

test('the history shows what was allowed, and why there is no way back', () => {
  const entry: HistoryEntry = {
    number: 3,
    at: 0,
    service: 'api',
    action: 'release',
    by: 'ann@laptop',
    irreversible: '002-drop.sql: the bodies are gone',
    allowedBreaking: ['db/002-drop.sql:3 ALTER TABLE notes DROP COLUMN body', 'db/003.sql:1 DROP VIEW seen'],
    hash: 'f00',
  };
  expect(describeEntry(entry).split('\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^ {2}no way back +002-drop\.sql: the bodies are gone$/),
      expect.stringMatching(/^ {2}allowed +db\/002-drop\.sql:3 ALTER TABLE notes DROP COLUMN body$/),
      expect.stringMatching(/^ {2}allowed +db\/003\.sql:1 DROP VIEW seen$/),
    ]),
  );
});

test('a folder that is not there is a mistake', async () => {
  tryOut.config({ migrations: 'elsewhere', uses: ['postgres'], migrate: ['node', 'migrate.js'] });
  serving(undefined);
  const { exitCode, stderr } = await release();
  expect(stderr).toContain('elsewhere');
  expect(exitCode).toBe(2);
});

describe('what is no SQL is told, since nobody can check it:', () => {
  const program = 'and what it does to the database cannot be checked; see for yourself that 1.2+7 can live';

  test('a migration without a folder of SQL files', async () => {
    tryOut.config({ uses: ['postgres'], migrate: ['node', 'migrate.js'] });
    serving({});
    const { exitCode, stderr } = await release();
    expect(stderr).toContain(`services.api.migrate: "node migrate.js" is a program, ${program}`);
    expect(stderr).toContain('or name its folder of SQL files in services.api.migrations');
    expect(exitCode).toBe(0);
  });

  test('a program in the folder, until the release that had it serves', async () => {
    serving({ migrations: [] });
    tryOut.write('db/003-fill.js', 'await fill();\n');
    const { exitCode, stderr } = await release();
    expect(stderr).toContain(`db/003-fill.js: is no SQL file, ${program}`);
    expect(exitCode).toBe(0);

    serving({ migrations: tryOut.asks('release')[0]?.wanted.migrations ?? [] });
    expect((await release()).stderr).not.toContain('no SQL file');
  });

  test('nothing where nothing serves yet', async () => {
    tryOut.config({ uses: ['postgres'], migrate: ['node', 'migrate.js'] });
    serving(undefined);
    expect((await release()).stderr).not.toContain('cannot be checked');
  });
});

describe('whatever would release', () => {
  const dropped = '\n\nALTER TABLE notes DROP COLUMN body;\n';
  const told = [
    'api: its new migrations break 1.2+7, which serves while they run',
    '  db/002-drop.sql:3 ALTER TABLE notes DROP COLUMN body',
    '    why: the old release still reads and writes the column',
    '    instead: release code that does not need it first, and leave this to a later release',
  ].join('\n');
  const notes = 'CREATE TABLE notes (id bigint PRIMARY KEY, body text);\n';
  const known = [{ name: '001-notes.sql', sha256: createHash('sha256').update(notes).digest('hex') }];
  const services = [{ service: 'api', steps: ['look'], unchanged: false }];

  /** Ends where the release has failed, before anything is asked over the network. */
  function servingOn(version: object | undefined): void {
    serving(version);
    const script = JSON.parse(tryOut.read('script.json'));
    tryOut.script({
      ...script,
      apply: [[{ result: { changed: [], ca: '' } }]],
      preview: [[{ result: { services } }]],
      history: [[{ result: { entries: [] } }]],
      release: [[{ result: { ...report, outcome: 'failed', error: 'enough' } }]],
    });
  }

  beforeEach(() => {
    tryOut.remove();
    tryOut = new Deploying();
    tryOut.config({ migrations: 'db', uses: ['postgres'], migrate: ['node', 'migrate.js'] });
    tryOut.write('db/001-notes.sql', notes);
  });

  test.each(['release api', 'deploy', 'plan'])('%s refuses SQL that breaks what serves', async (command) => {
    tryOut.write('db/002-drop.sql', dropped);
    servingOn({ migrations: known });
    const { exitCode, stderr } = await tryOut.causeway(...command.split(' '));
    expect(stderr).toContain(told);
    expect(stderr).toContain('Nothing was changed; write --allow-breaking if it is meant');
    expect(exitCode).toBe(4);
    const ops = tryOut.asked().map(({ op }) => op);
    expect(ops.filter((op) => op !== 'status' && op !== 'preview')).toEqual([]);
  });

  test.each(['release api', 'deploy'])(
    '%s goes on where that is allowed, and hands it on',
    async (command) => {
      tryOut.write('db/002-drop.sql', `${dropped}-- causeway: irreversible the bodies are gone\n`);
      servingOn({ migrations: known });
      const { stderr } = await tryOut.causeway(...command.split(' '), '--allow-breaking');
      expect(stderr.replaceAll('\n    ', '\n')).toContain(
        `${told}\nallowed by --allow-breaking`.replaceAll('\n    ', '\n'),
      );
      expect(tryOut.asks('release')[0]?.wanted).toMatchObject({
        allowedBreaking: ['db/002-drop.sql:3 ALTER TABLE notes DROP COLUMN body'],
        irreversible: '002-drop.sql: the bodies are gone',
        migrations: [{ name: '001-notes.sql' }, { name: '002-drop.sql' }],
      });
    },
  );

  test('plan goes on where that is allowed', async () => {
    tryOut.write('db/002-drop.sql', dropped);
    servingOn({ migrations: known });
    const { exitCode, stdout, stderr } = await tryOut.causeway('plan', '--allow-breaking', '--json');
    expect(stderr).toContain('allowed by --allow-breaking');
    expect(JSON.parse(stdout).migrations).toMatchObject([
      {
        service: 'api',
        serving: '1.2+7',
        breaking: [{ file: 'db/002-drop.sql', line: 3, rule: 'drop-column' }],
      },
    ]);
    expect(exitCode).toBe(0);
  });

  test('a first deploy remembers its files, so that none of them is new to the second', async () => {
    tryOut.write('db/002-drop.sql', dropped);
    servingOn(undefined);
    await tryOut.causeway('deploy');
    const [first] = tryOut.asks('release');
    expect(first?.wanted.migrations).toMatchObject([{ name: '001-notes.sql' }, { name: '002-drop.sql' }]);
    expect(first?.wanted).not.toHaveProperty('allowedBreaking');

    servingOn({ migrations: first?.wanted.migrations });
    const { stderr } = await tryOut.causeway('deploy');
    expect(stderr).not.toContain('its new migrations break');
    expect(tryOut.asks('release')).toHaveLength(2);
  });

  test('an agent that cannot say what serves is told with the way on, and set right where that is allowed', async () => {
    servingOn(undefined);
    const script = JSON.parse(tryOut.read('script.json'));
    tryOut.script({ ...script, status: [[{ error: { message: 'status: no such request' } } as never]] });
    const { exitCode, stderr } = await tryOut.causeway('deploy');
    expect(stderr).toMatch(
      /services\.api\.migrations: which of them are new cannot be known.+status: no such request.+--allow-breaking/,
    );
    expect(exitCode).toBe(4);
    await tryOut.causeway('deploy', '--allow-breaking');
    expect(tryOut.asks('release')).toHaveLength(1);
  });

  test('deploy and plan tell what nobody can check', async () => {
    tryOut.config({ uses: ['postgres'], migrate: ['node', 'migrate.js'] });
    servingOn({});
    for (const command of ['deploy', 'plan'])
      expect((await tryOut.causeway(command)).stderr).toContain('"node migrate.js" is a program, and');
  });
});
