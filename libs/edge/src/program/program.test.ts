import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { edgeArguments } from '@causeway/plan';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderBootstrap } from '../bootstrap.ts';
import { renderEdge } from '../edge.ts';
import { lastGoodFile, packFiles } from '../last-good.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { type Backend, startBackend } from '../testing/backend.ts';
import { https } from '../testing/client.ts';
import { envoyBinary } from '../testing/envoy.ts';
import { liveOn, plainService, testSecrets } from '../testing/plan.ts';
import { type RunningEdge, startEdge } from '../testing/running-edge.ts';
import { edgeProgram } from './index.ts';

let backend: Backend;
let edge: RunningEdge;
let program: Program;
/** Other edges of this machine have theirs in `/tmp`. */
let notes: string;
let good: EdgeFiles;

beforeAll(async () => {
  backend = await startBackend('one');
});
afterAll(() => backend.stop());

beforeEach(async () => {
  edge = await startEdge([plainService('phrase')]);
  await edge.stopProcess();
  good = renderEdge(edge.plan, [liveOn('phrase', [backend.port])], testSecrets());
  for (const [name, content] of Object.entries(good)) edge.write(name, content);
  writeFileSync(inDirectory(lastGoodFile), packFiles(good));
  notes = mkdtempSync(join(tmpdir(), 'causeway-edge-notes-'));
  program = new Program(edge);
});

afterEach(async () => {
  await program.stop();
  await edge.stop();
  rmSync(notes, { recursive: true });
});

const misspelt = (name: string) => (good[name] ?? '').replace(/"(cluster_)?name"/, '"mane"');

const inDirectory = (name: string) => join(edge.plan.edge.directory, name);

describe('the program that runs Envoy', () => {
  test('starts it on the files that are there, and leaves them alone', async () => {
    const newer = renderEdge(edge.plan, [liveOn('phrase', [backend.port], '2')], testSecrets());
    for (const [name, content] of Object.entries(newer)) edge.write(name, content);
    program.start();
    expect(await served()).toBe('one');
    expect(readFileSync(inDirectory('rds-https.json'), 'utf8')).toBe(newer['rds-https.json']);
    expect(program.output).not.toContain('put back');
  });

  const files = ['lds.json', 'cds.json', 'srds.json', 'rds-https.json', 'sds.json', 'eds-phrase-1.json'];
  const faults: Readonly<Record<string, (name: string) => void>> = {
    missing: (name) => rmSync(inDirectory(name)),
    empty: (name) => writeFileSync(inDirectory(name), ''),
    'cut in half': (name) => truncateSync(inDirectory(name), Math.floor((good[name] ?? '').length / 2)),
    'changed in one place': (name) => writeFileSync(inDirectory(name), misspelt(name)),
    'of another version, with a field that Envoy does not know': (name) =>
      writeFileSync(
        inDirectory(name),
        misspelt(name).replace(/"version_info": "..../, '"version_info": "0000'),
      ),
  };

  test.each(files.flatMap((name) => Object.keys(faults).map((fault) => [name, fault] as const)))(
    '%s %s: serves the last good ones, without an agent',
    async (name, fault) => {
      faults[fault]?.(name);
      program.start();
      expect(await served()).toBe('one');
      expect(readFileSync(inDirectory(name), 'utf8')).toBe(good[name]);
    },
  );

  test('files that were never good are waited for, without the last good ones', async () => {
    rmSync(inDirectory(lastGoodFile));
    rmSync(inDirectory('lds.json'));
    program.start();
    edge.write('lds.json', good['lds.json'] ?? '');
    expect(await served()).toBe('one');
  });

  test('a damaged copy of the last good ones changes nothing', async () => {
    truncateSync(inDirectory(lastGoodFile), 1000);
    program.start();
    expect(await served()).toBe('one');
  });
});

test('ends only when a client that reads slowly has the end of its answer', async () => {
  let sent = 0;
  const files = await startBackend('files', async ({ url }, response) => {
    if (url === '/') return response.end();
    const before = await taken(admin);
    // so that the edge has all of the answer, and the client's kernel takes no more of it
    while ((await heldBack(admin)) === 0) {
      await new Promise((resolve) => response.write(Buffer.alloc(piece), resolve));
      sent += piece;
      // more than it holds for a connection would wait outside
      while ((await taken(admin)) < before + sent);
    }
    response.end();
  });
  const shown = renderEdge(edge.plan, [liveOn('phrase', [files.port])], testSecrets());
  for (const [name, content] of Object.entries(shown)) edge.write(name, content);
  program.start();
  await served();
  const admin = noted();
  const [answer] = await once(
    request({ port: edge.plan.edge.https, path: '/slow', rejectUnauthorized: false }).end(),
    'response',
  );
  const successor = new Program(edge);
  successor.start();
  while (noted() === admin || !successor.serves()) await setTimeout(50);
  while ((await requests(admin)) > 0) await setTimeout(50);
  const ended = program.stop();
  await setTimeout(2500);
  const body = await buffer(answer);
  expect(body.length).toBe(sent);
  await ended;
  expect(program.output).toContain('another edge serves');
  await successor.stop();
  await files.stop();
}, 60_000);

/** Less than the edge holds for a connection. Bytes. */
const piece = 8192;

/** Bytes of answers that a client has yet to take. */
const heldBack = (admin: string) => stat(admin, 'http.https.downstream_cx_tx_bytes_buffered');

/** Bytes of answers that the edge has read, delivered or not. */
const taken = async (admin: string) =>
  (await stat(admin, 'http.https.downstream_cx_tx_bytes_total')) + (await heldBack(admin));

const requests = (admin: string) => stat(admin, 'http.https.downstream_rq_active');

async function stat(admin: string, name: string): Promise<number> {
  const [answer] = await once(get({ socketPath: admin, path: `/stats?filter=^${name}$` }), 'response');
  return Number(/: (\d+)/.exec(await text(answer))?.[1]);
}

/** The admin socket of the edge that was started last. */
const noted = () => readFileSync(join(notes, 'admin-socket'), 'utf8');

/** Until somebody answers; the test's own limit bounds it. */
async function served(): Promise<string> {
  for (;;) {
    if (program.ended) throw new Error(`the program has ended: ${program.output}`);
    const answer = await https(edge, '/').catch(() => undefined);
    if (answer?.status === 200) return answer.body;
    await setTimeout(20);
  }
}

const environment = () => ({ ...process.env, TMPDIR: notes });

class Program {
  readonly #edge: RunningEdge;
  readonly #folder = mkdtempSync(join(tmpdir(), 'causeway-edge-program-'));
  #process: ChildProcess | undefined;
  output = '';

  constructor(edge: RunningEdge) {
    this.#edge = edge;
  }

  start(): void {
    const { plan } = this.#edge;
    const bootstrap = join(this.#folder, 'bootstrap.json');
    writeFileSync(bootstrap, renderBootstrap(plan));
    const { directory, adminSocket } = plan.edge;
    const envoy = [envoyBinary(), ...edgeArguments(plan.edge, bootstrap)];
    this.#process = spawn('perl', [edgeProgram, 'run', '1', directory, adminSocket, ...envoy], {
      stdio: 'pipe',
      env: environment(),
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk) => {
        this.output += chunk;
      });
  }

  /** As the engine's health check asks it: of the edge that was started last. */
  serves(): boolean {
    const args = [edgeProgram, 'health', this.#edge.plan.edge.directory];
    return spawnSync('perl', args, { env: environment() }).status === 0;
  }

  get ended(): boolean {
    return this.#process?.exitCode !== null;
  }

  async stop(): Promise<void> {
    if (this.#process && !this.ended) {
      this.#process.kill('SIGTERM');
      await once(this.#process, 'close');
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
