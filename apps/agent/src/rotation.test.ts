import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CertifiedEdge } from './testing/certified-edge.ts';
import { Issuer } from './testing/issuer.ts';
import { RunningEnvoy } from './testing/running-envoy.ts';

const rotations = Number(process.env.CAUSEWAY_ROTATIONS ?? 4);
vi.setConfig({ testTimeout: 60_000 + rotations * 5_000 });

/** What became of everything that was sent. */
interface Account {
  answered: number;
  readonly failed: string[];
  /** Serial numbers. */
  readonly shown: Set<string>;
}

const hosts = ['a.test', 'b.test'] as const;

interface Stage {
  readonly envoy: RunningEnvoy;
  readonly issuer: Issuer;
  /** Serves these, each with its own certificate, like an agent that is started. */
  readonly open: (...hosts: readonly string[]) => Promise<CertifiedEdge>;
  readonly close: () => Promise<void>;
}

async function build(): Promise<Stage> {
  const envoy = await RunningEnvoy.start();
  const backend = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const { port } = backend.address() as AddressInfo;
  const directory = join(envoy.folder, 'host');
  mkdirSync(directory);
  const issuer = new Issuer(directory, envoy.folder);
  await issuer.trustHere();
  const running: CertifiedEdge['replicas'] = [];
  const open = async (...names: readonly string[]) => {
    const agent = new CertifiedEdge(envoy, { mode: 'files', directory, source: directory }, names);
    const added = names.map(serviceOf).filter((name) => !running.some(({ service }) => service === name));
    agent.replicas = running;
    await agent.edge.adopt();
    for (const name of added) await agent.serve(name, port);
    await Promise.all(names.map((name) => served(agent, name, issuer)));
    return agent;
  };
  const close = async () => {
    backend.close();
    await envoy.close();
  };
  return { envoy, issuer, open, close };
}

let stage: Stage;

beforeEach(async () => {
  stage = await build();
  for (const host of hosts) await stage.issuer.put(serviceOf(host), [host]);
});

afterEach(() => stage.close());

test(`${rotations} rotations fail no handshake and no request, on new connections and on kept ones`, async () => {
  const { issuer } = stage;
  const agent = await stage.open(...hosts);
  const account: Account = { answered: 0, failed: [], shown: new Set() };
  const ends = new AbortController();
  const ca = await issuer.root();
  const load = hosts.flatMap((host) => [
    newConnections({ agent, host, ca, account, end: ends.signal }),
    keptConnection({ agent, host, ca, account, end: ends.signal }),
    keptHttp2({ agent, host, ca, account, end: ends.signal }),
  ]);
  for (let count = 0; count < rotations; count += 1) {
    const host = hosts[count % hosts.length] ?? hosts[0];
    const before = account.answered;
    const { serialNumber } = new X509Certificate(await issuer.put(serviceOf(host), [host]));
    await agent.edge.refresh();
    expect((await agent.shown(host)).serialNumber).toBe(serialNumber);
    // somebody of the load is shown each one
    const isFelt = () => account.shown.has(serialNumber) && account.answered > before + 20;
    await vi.waitUntil(() => isFelt() || account.failed.length > 0, { timeout: 30_000, interval: 5 });
  }
  ends.abort();
  const kept = await Promise.all(load);

  expect(account.failed).toEqual([]);
  expect(kept.filter((connections) => connections !== undefined)).toEqual([1, 1, 1, 1]);
  console.log(
    `${rotations} rotations: 0 of ${account.answered} requests failed, on ${account.shown.size} certificates`,
  );
});

test('a certificate that is added fails no request; a kept connection is told to come again', async () => {
  const agent = await stage.open('a.test');
  const account: Account = { answered: 0, failed: [], shown: new Set() };
  const ends = new AbortController();
  const shared = { agent, host: 'a.test', ca: await stage.issuer.root(), account, end: ends.signal };
  const load = [newConnections(shared), keptConnection(shared)];
  await vi.waitUntil(() => account.answered > 20, { timeout: 30_000, interval: 5 });
  const both = await stage.open(...hosts);
  const after = account.answered;
  await vi.waitUntil(() => account.answered > after + 20, { timeout: 30_000, interval: 5 });
  ends.abort();
  expect(account.failed).toEqual([]);
  expect(await Promise.all(load)).toEqual([undefined, 2]);
  expect((await both.shown('b.test')).subjectAltName).toBe('DNS:b.test');
});

const serviceOf = (host: string) => host.replace('.test', '');

interface Load {
  readonly agent: CertifiedEdge;
  readonly host: string;
  readonly ca: string;
  readonly account: Account;
  readonly end: AbortSignal;
}

/** A handshake for each request. */
async function newConnections(load: Load): Promise<undefined> {
  while (!load.end.aborted) await sendOne(load, new Agent({ keepAlive: false, maxCachedSessions: 0 }));
  return undefined;
}

/** Gives the number of connections that it took. */
async function keptConnection(load: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let connections = 0;
  while (!load.end.aborted) connections += (await sendOne(load, agent)) ? 0 : 1;
  agent.destroy();
  return connections;
}

/** Whether it went over a connection that was there. */
async function sendOne({ agent: { plan }, host, ca, account }: Load, agent: Agent): Promise<boolean> {
  try {
    const target = { host: '127.0.0.1', port: plan.edge.https, servername: host, headers: { host } };
    const asked = request({ ...target, ca, agent }).end();
    const [answer] = await once(asked, 'response');
    account.shown.add(answer.socket.getPeerCertificate().serialNumber);
    await text(answer);
    if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
    account.answered += 1;
    return asked.reusedSocket;
  } catch (error) {
    account.failed.push(`${host}: ${(error as Error).message}`);
    return true;
  }
}

/** Gives the number of connections that it took. */
async function keptHttp2({ agent: { plan }, host, ca, account, end }: Load): Promise<number> {
  const session = connectHttp2(`https://127.0.0.1:${plan.edge.https}`, { ca, servername: host });
  let connections = 1;
  session.on('goaway', () => {
    connections += 1;
  });
  while (!end.aborted) {
    const stream = session.request({ ':path': '/', ':authority': host });
    const [headers] = await once(stream, 'response');
    await text(stream);
    if (headers[':status'] === 200) account.answered += 1;
    else account.failed.push(`${host}: HTTP/2 status ${headers[':status']}`);
  }
  session.close();
  return connections;
}

/** Waits until the edge has found its replica healthy. */
async function served(agent: CertifiedEdge, host: string, issuer: Issuer): Promise<void> {
  const ca = await issuer.root();
  await vi.waitUntil(
    async () => {
      const trial: Account = { answered: 0, failed: [], shown: new Set() };
      await sendOne({ agent, host, ca, account: trial, end: new AbortController().signal }, new Agent());
      return trial.answered === 1;
    },
    { timeout: 20_000, interval: 20 },
  );
}
