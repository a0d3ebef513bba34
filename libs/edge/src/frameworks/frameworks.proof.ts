import {
  Http2Connection,
  http1Cases,
  http2Cases,
  ordinary,
  type PathCase,
  places,
  rules,
  spellings,
} from '@causeway/corpus';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyPath } from '../testing/any-path.ts';
import { login } from '../testing/client.ts';
import { liveOn, passwordOf, plainService, testSecrets } from '../testing/plan.ts';
import { type RunningEdge, startEdge } from '../testing/running-edge.ts';
import { type Application, startApplication } from './application.ts';
import { Asker, exchange, handlersIn } from './asking.ts';
import { families } from './families/index.ts';
import { install } from './installation.ts';

const covered = [...rules.block, ...rules.protect];

const spelt: readonly PathCase[] = [
  ...rules.block.flatMap((path) => spellings(path, 'blocked')),
  ...rules.protect.flatMap((path) => spellings(path, 'asks for credentials')),
];

/** Random paths for each application; more of them find more. */
const count = Number(process.env.CAUSEWAY_RANDOM_PATHS ?? 2000);
const seed = Number(process.env.CAUSEWAY_SEED ?? 1);

// Node's client sends no spaces; the cases over HTTP/1.1 do
const paths = [
  ...new Set([...spelt.map(({ path }) => path), ...fc.sample(anyPath(rules), { numRuns: count, seed })]),
].filter((path) => !path.includes(' '));

interface Row {
  readonly framework: string;
  readonly paths: number;
  readonly 'ran alone': number;
  readonly 'ran behind the edge': number;
}

const rows: Row[] = [];
const missing: string[] = [];
afterAll(() => {
  console.table(rows);
  for (const line of missing) console.warn(`NOT PROVEN: ${line}`);
});

for (const family of families) {
  const installation = await install(family);
  if ('folder' in installation)
    describe.each(family.applications)(`${family.name}: %s`, (name) =>
      prove(`${family.name}: ${name}`, () => startApplication(family, installation.folder, name, covered)),
    );
  else skip(`${family.name} (${family.applications.join(', ')})`, installation.missing);
}

function skip(names: string, reason: string): void {
  missing.push(`${names}: ${reason}`);
  test.skip(`${names}: ${reason}`);
}

function prove(framework: string, start: () => Promise<Application>): void {
  let application: Application;
  let edge: RunningEdge;
  let alone: Asker;
  let behind: Asker;

  beforeAll(async () => {
    application = await start();
    edge = await edgeBefore(application);
    [alone, behind] = [Asker.http(application.port), Asker.https(edge.plan.edge.https)];
  });

  afterAll(async () => {
    alone?.close();
    behind?.close();
    await edge?.stop();
    await application?.stop();
  });

  const runsAsItShould = async () =>
    expect((await alone.askAll(covered)).map(({ ran }) => ran)).toEqual(covered.map((path) => [path]));

  test('alone it runs the handlers of all paths', runsAsItShould);

  test('behind the edge no spelling runs a handler that a rule covers', async () => {
    const [free, guarded] = [await alone.askAll(paths), await behind.askAll(paths)];
    const ran = guarded.filter(ranCovered);
    rows.push({
      framework,
      paths: paths.length,
      'ran alone': free.filter(ranCovered).length,
      'ran behind the edge': ran.length,
    });
    expect(ran).toEqual([]);
    await runsAsItShould();
  });

  test('nor over HTTP/2', async () => {
    const connection = await Http2Connection.open({ port: edge.plan.edge.https });
    await Promise.all(spelt.map(({ path }) => connection.ask([...get, [':path', path]])));
    connection.close();
    expect(coveredIn(connection.bodies)).toEqual([]);
  });

  test('nor do the bytes of any case over HTTP/1.1', async () => {
    for (const { name, bytes, answers } of http1Cases(places)) {
      const final = answers.filter((status) => status >= 200 || status === 0).length;
      expect(coveredIn(await exchange(edge.plan.edge.https, bytes, final)), name).toEqual([]);
      // an answer to what was smuggled would be this one
      expect(
        (await behind.askAll(['/last'])).map(({ ran }) => ran),
        name,
      ).toEqual([['other']]);
    }
  });

  test('nor do the frames of any case over HTTP/2', async () => {
    for (const { name, headers, body, trailers } of http2Cases(places)) {
      const connection = await Http2Connection.open({ port: edge.plan.edge.https });
      await connection.ask(headers, body, trailers);
      connection.close();
      expect(coveredIn(connection.bodies), name).toEqual([]);
    }
  });

  test('with a password the protected handlers run', async () => {
    const got = await behind.askAll(rules.protect, login('alice', passwordOf('alice')));
    expect(got.map(({ ran }) => ran)).toEqual(rules.protect.map((path) => [path]));
  });

  test('ordinary addresses are answered as without the edge', async () => {
    const [free, guarded] = [await alone.askAll(ordinary), await behind.askAll(ordinary)];
    expect(guarded).toEqual(free);
    expect(free.filter(({ ran }) => ran.includes('other')).length).toBeGreaterThan(ordinary.length / 2);
  });
}

const get = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':authority', 'localhost'],
] as const;

const coveredIn = (answers: string): string[] => handlersIn(answers).filter((name) => covered.includes(name));

const ranCovered = ({ ran }: { ran: readonly string[] }): boolean =>
  ran.some((name) => covered.includes(name));

async function edgeBefore({ port }: Application): Promise<RunningEdge> {
  const service = plainService('phrase', {
    block: rules.block,
    protect: rules.protect.map((path) => ({ path, users: ['alice'] })),
  });
  const edge = await startEdge([service]);
  await edge.apply([liveOn('phrase', [port])], testSecrets('alice'));
  await edge.healthy('phrase-1', 1);
  return edge;
}
