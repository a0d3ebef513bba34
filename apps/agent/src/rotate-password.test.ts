import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { Plan } from '@causeway/plan';
import { Mistake, type Replica } from '@causeway/release';
import pLimit from 'p-limit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AcceptedSettings } from './accepted-settings.ts';
import { LocalAuthority } from './certificate.ts';
import { EnvoyEdge } from './envoy-edge.ts';
import { FileJournal } from './journal.ts';
import { basicAuthHash, Passwords } from './passwords.ts';
import { rotatePassword } from './rotate-password.ts';
import { patientClock } from './testing/clock.ts';
import { exampleRelease, exampleService, runningReplica } from './testing/example.ts';
import { RunningEnvoy } from './testing/running-envoy.ts';

vi.setConfig({ testTimeout: 60_000 });

let envoy: RunningEnvoy;
let backend: Server;
let passwords: Passwords;
let planned: { plan: Plan; edge: EnvoyEdge };

beforeEach(async () => {
  envoy = await RunningEnvoy.start();
  backend = createServer((request, response) => response.end(request.headers['x-remote-user'] ?? '')).listen(
    0,
    '127.0.0.1',
  );
  await once(backend, 'listening');
  passwords = new Passwords(join(envoy.folder, 'passwords.json'));
  planned = await serving((backend.address() as AddressInfo).port);
});

afterEach(async () => {
  await envoy.close();
  backend.closeAllConnections();
  backend.close();
});

test('under load a user gets new passwords: no request fails, no connection ends, and only the newest opens', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const sockets = new Set<unknown>();
  agent.on('free', (socket) => sockets.add(socket));
  const other = (await passwords.of('user', 'ada')).reveal();
  let rotating = true;
  const load = Array.from({ length: 4 }, async () => {
    const answers = new Map<number, number>();
    while (rotating) {
      for (const path of ['/', '/admin']) {
        const status = await ask(path, 'ada', other, agent);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }
    }
    return answers;
  });
  for (let round = 0; round < 10; round++) {
    const old = (await passwords.of('user', 'developer')).reveal();
    const rotated = await rotatePassword({ passwords }, planned, { user: 'developer', by: 'ada@desk' });
    const [{ password } = { password: '' }] = rotated.users;
    expect(rotated).toEqual({ users: [{ name: 'developer', password, paths: ['/admin'] }], readers: [] });
    expect(Buffer.from(password, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
    expect(await ask('/admin', 'developer', password, agent)).toBe(200);
    expect(await ask('/admin', 'developer', old, agent)).toBe(401);
  }
  rotating = false;
  const answers = await Promise.all(load);
  for (const statuses of answers) expect([...statuses.keys()]).toEqual([200]);
  expect(sockets.size).toBeLessThanOrEqual(4);
  agent.destroy();
});

test('the new password is kept where the edge cannot take it, and the message says so', async () => {
  const old = (await passwords.of('user', 'developer')).reveal();
  const edge = { refresh: () => Promise.reject(new Error('the disk is full')) } as unknown as EnvoyEdge;
  const rotated = rotatePassword({ passwords }, { ...planned, edge }, { user: 'developer', by: 'ada@desk' });
  await expect(rotated).rejects.toThrow(
    'developer has a new password, which `credentials` shows, but not at the edge yet: the disk is full',
  );
  const kept = new Passwords(join(envoy.folder, 'passwords.json'));
  expect((await kept.of('user', 'developer')).reveal()).not.toBe(old);
});

test('nobody gets a password for whom no path is', async () => {
  const rotated = rotatePassword({ passwords }, planned, { user: 'eve', by: 'ada@desk' });
  await expect(rotated).rejects.toThrow(Mistake);
  await expect(rotated).rejects.toThrow('eve: no protected path is for this user; there is ada, developer');
});

async function serving(port: number) {
  const api = exampleService('api', { port, protect: [{ path: '/admin', users: ['developer', 'ada'] }] });
  const journal = new FileJournal(join(envoy.folder, 'journal'));
  const release = exampleRelease('api', 1, api);
  await journal.save(release);
  await journal.expose('api', { serving: release.id });
  const edge = edgeOf(
    { ...envoy.plan, services: [api] },
    { journal, replicas: [runningReplica('api', release.id)], hosts: api.hosts },
  );
  await edge.adopt();
  while ((await edge.view(release)).healthy.length === 0) await wait(5);
  return { plan: { ...envoy.plan, services: [api] }, edge };
}

function edgeOf(
  plan: Plan,
  parts: { journal: FileJournal; replicas: Replica[]; hosts: readonly string[] },
): EnvoyEdge {
  const authority = new LocalAuthority({
    authority: join(envoy.folder, 'authority.json'),
    certificate: join(envoy.folder, 'leaf.json'),
  });
  const certificates: Plan['edge']['certificates'] = [
    { name: 'certificate', from: 'local', hosts: parts.hosts },
  ];
  return new EnvoyEdge({
    plan: { ...plan, edge: { ...plan.edge, certificates } },
    directory: envoy.directory,
    admin: envoy.admin,
    journal: parts.journal,
    clock: patientClock,
    replicas: async () => parts.replicas,
    secrets: async () => ({
      users: {
        ada: basicAuthHash(await passwords.of('user', 'ada')),
        developer: basicAuthHash(await passwords.of('user', 'developer')),
      },
      certificates: {
        certificate: await authority.certificate('agenttest', [...parts.hosts], Date.now()),
      },
    }),
    challenges: () => [],
    accepted: new AcceptedSettings(join(envoy.folder, 'accepted.json')),
    turns: pLimit(1),
    inEdge: (command) => envoy.exec(command),
  });
}

async function ask(path: string, user: string, password: string, agent: Agent): Promise<number> {
  const asked = request({
    agent,
    port: envoy.plan.edge.https,
    host: '127.0.0.1',
    path,
    headers: { host: 'api.test' },
    auth: `${user}:${password}`,
    rejectUnauthorized: false,
  }).end();
  const [answer] = await once(asked, 'response');
  await text(answer);
  return answer.statusCode;
}
