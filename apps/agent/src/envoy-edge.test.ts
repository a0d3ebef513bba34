import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, createConnection } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { lastGoodFile } from '@causeway/edge';
import type { Plan, ServicePlan } from '@causeway/plan';
import { type Clock, type Release, type Replica, Secret } from '@causeway/release';
import pLimit from 'p-limit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AcceptedSettings } from './accepted-settings.ts';
import { LocalAuthority } from './certificate.ts';
import { CurrentEdge } from './current-edge.ts';
import { EnvoyEdge } from './envoy-edge.ts';
import { FileJournal } from './journal.ts';
import { basicAuthHash } from './passwords.ts';
import { patientClock } from './testing/clock.ts';
import { exampleRelease, exampleService, runningReplica } from './testing/example.ts';
import { RunningEnvoy } from './testing/running-envoy.ts';

// each look for what is refused starts the real binary some times
vi.setConfig({ testTimeout: 60_000 });

let envoy: RunningEnvoy;
let backend: Server;
let port: number;
let journal: FileJournal;
let authority: LocalAuthority;
let replicas: Replica[];
let execError: Error | undefined;
/** The binary answers after that. */
let answers: Promise<unknown>;
let asked: () => void;
let validations = 0;
let looks = 0;
let clock: Clock;
const turns = pLimit(1);

beforeAll(async () => {
  backend = createServer(answer).listen(0, '127.0.0.1');
  await once(backend, 'listening');
  port = (backend.address() as AddressInfo).port;
});

afterAll(() => backend.close());

/** What asks for `/long` is answered when the test says so. */
const waiting: ServerResponse[] = [];

function answer({ url }: IncomingMessage, response: ServerResponse): void {
  if (url === '/long') waiting.push(response);
  else response.end('hello');
}

beforeEach(async () => {
  envoy = await RunningEnvoy.start();
  journal = openJournal();
  authority = new LocalAuthority({
    authority: inFolder('authority.json'),
    certificate: inFolder('leaf.json'),
  });
  replicas = [];
  execError = undefined;
  answers = Promise.resolve();
  asked = () => {};
  validations = 0;
  clock = patientClock;
});

afterEach(() => envoy.close());

test('what is refreshed is served, with the certificate of the authority', async () => {
  const edge = await adopt(service('api'), service('site'));
  expect(await status('api.test')).toBe(503);

  await live(service('api'));
  await edge.refresh();

  expect(await status('api.test')).toBe(200);
  expect(await status('site.test')).toBe(503);
  expect(await status('other.test')).toBe(421);
  expect([...edge.errors]).toEqual([]);
});

test('a release that is checked leaves nothing behind, and its own view is empty before it is live', async () => {
  const edge = await adopt(service('api'));
  const before = envoy.directory.read();
  const release = exampleRelease('api', 1, service('api'));
  await edge.check(release);
  expect(await edge.view(release)).toEqual({
    healthy: [],
    activeRequests: 0,
    totalRequests: 0,
    served: 0,
    failed: 0,
    unsent: 0,
  });
  expect(envoy.directory.read()).toEqual(before);
  expect(readdirSync(envoy.directory.path).sort()).toEqual([...Object.keys(before), lastGoodFile].sort());
});

test('a release that comes back is checked with the routes that it gets: those of now', async () => {
  const edge = await adopt(service('api'), withHosts('site', 'site.test', 'www.test'));
  const protect = [{ path: '/', users: ['gone'] }];
  const old = exampleRelease('api', 2, { ...withHosts('api', 'api.test', 'www.test'), protect });
  await expect(edge.check(old)).rejects.toThrow('gone');
  await expect(edge.check({ ...old, restores: 'r1' })).resolves.toBeUndefined();
});

test("the view of a live release is the edge's own", async () => {
  const edge = await adopt(service('api'));
  const release = await live(service('api'));
  await edge.refresh();
  expect(await status('api.test')).toBe(200);
  const view = await edge.view(release);
  expect(view).toMatchObject({ healthy: ['127.0.0.1'], activeRequests: 0, totalRequests: 1 });
});

test('replicas that have ended are taken out', async () => {
  const edge = await adopt(service('api'));
  await live(service('api'));
  replicas = replicas.map((replica) => ({ ...replica, state: 'exited' }));
  await edge.refresh();
  expect(await status('api.test')).toBe(503);
});

test('many refreshes at once end in what the journal says', async () => {
  const edge = await adopt(service('api'));
  const releases = [1, 2, 3].map((build) => exampleRelease('api', build, service('api')));
  for (const release of releases) {
    await journal.save(release);
    replicas.push(runningReplica(release.service, release.id));
  }
  await Promise.all(
    releases.map(async ({ id }) => {
      await journal.expose('api', { serving: id });
      await Promise.all([edge.refresh(), edge.refresh()]);
    }),
  );
  expect(await header('api.test', 'x-release')).toBe('api@1.0.0+1');
  expect(files()).toContain('eds-api-r3.json');
});

test('refreshes that wait for the same turn are one, which sees what the journal said last', async () => {
  const edge = await adopt(service('api'));
  await live(service('api'));
  const later = exampleRelease('api', 2, service('api'));
  await journal.save(later);
  replicas.push(runningReplica('api', later.id));
  const before = looks;
  const turn = Promise.withResolvers<void>();
  const other = turns(() => turn.promise);
  const waiting = [edge.refresh(), edge.refresh(), edge.refresh()];
  await journal.expose('api', { serving: later.id });
  turn.resolve();
  await Promise.all([other, ...waiting]);
  expect(looks - before).toBe(1);
  expect(envoy.directory.read()['rds-https.json']).toContain('api-r2');
});

test('what only changes replicas does not keep the next change waiting until the edge has read it', async () => {
  let onWait = () => {};
  clock = {
    ...patientClock,
    wait: (milliseconds) => {
      onWait();
      return wait(milliseconds);
    },
  };
  const edge = await adopt(service('api'));
  await live(service('api'));
  await edge.refresh();
  replicas = replicas.map((replica) => ({ ...replica, state: 'exited' }));
  let next: Promise<void> | undefined;
  let waits = 0;
  onWait = () => {
    waits += 1;
    next ??= edge.refresh();
  };
  await edge.refresh();
  expect(waits).toBe(1);
  await next;
  expect(await status('api.test')).toBe(503);
});

test('accepted settings that the edge takes no more leave what is shown, and stand in no way', async () => {
  const edge = await adopt(service('api'));
  await live(service('api'));
  await edge.refresh();
  const before = envoy.directory.read();

  const unchecked = withHosts('api', 'api.test', 'api.test');
  await accepted().keep(unchecked);
  const broken = edgeOf(unchecked);
  await broken.refresh();
  expect(broken.errors.get('api')).toContain('services.api.hosts');
  expect(envoy.directory.read()).toEqual(before);
  expect(await status('api.test')).toBe(200);

  await adopt(service('api'), service('site'));
  expect(await status('site.test')).toBe(503);
});

describe('the binary is asked', () => {
  const both = () => [service('api'), service('site')];
  const blocking = () => ({ ...service('site'), block: ['/internal'] });

  test('before the first set, and for the switch of a release beforehand', async () => {
    const edge = await adopt(service('api'), service('site'));
    expect(validations).toBe(1);
    await live(service('api'));
    await edge.refresh();
    const next = { ...exampleRelease('api', 2, service('api')), version: '1.0.0+2' };
    await edge.check(next);
    await journal.save(started(next));
    replicas.push(runningReplica('api', 'r2'));
    await edge.refresh();
    await healthy(edge, 'r2');

    const before = validations;
    await journal.expose('api', { serving: 'r2' });
    await edge.refresh();
    expect(await header('api.test', 'x-release')).toBe('api@1.0.0+2');
    await journal.expose('api', { serving: 'r1' });
    await edge.refresh();
    expect(await header('api.test', 'x-release')).toBe('api@1.0.0+1');
    replicas = replicas.map((replica) => ({ ...replica, state: 'exited' }));
    await edge.refresh();
    expect(validations - before).toBe(0);
  });

  test('once for a release, whatever retires meanwhile', async () => {
    const edge = await adopt(service('api'));
    const old = await live(service('api'));
    await edge.refresh();
    const serving = started({ ...exampleRelease('api', 2, service('api')), version: '1.0.0+2' });
    await journal.save(serving);
    replicas.push(runningReplica('api', 'r2'));
    await journal.expose('api', { serving: 'r2' });
    await edge.refresh();

    const before = validations;
    const next = { ...exampleRelease('api', 3, service('api')), version: '1.0.0+3' };
    await edge.check(next);
    await journal.save(started(next));
    replicas.push(runningReplica('api', 'r3'));
    await edge.refresh();
    await journal.save({ ...old, endedAt: 1 });
    replicas = replicas.filter(({ release }) => release !== 'r1');
    await edge.refresh();
    expect(files()).not.toContain('eds-api-r1.json');
    await healthy(edge, 'r3');
    await journal.expose('api', { serving: 'r3' });
    await edge.refresh();
    expect(await header('api.test', 'x-release')).toBe('api@1.0.0+3');
    expect(validations - before).toBe(1);
  });

  test.each<[string, () => Promise<unknown>]>([
    [
      'before a release of another service',
      () => edgeOf(...both()).check(exampleRelease('site', 1, blocking())),
    ],
    ['before a change of another service', () => edgeOf(service('api'), blocking()).adopt()],
  ])('%s, and traffic goes over meanwhile', async (_what, ask) => {
    const edge = await adopt(...both());
    await live(service('api'));
    await edge.refresh();
    const answered = Promise.withResolvers<void>();
    answers = answered.promise;
    const begun = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const asking = ask();
    await begun;
    replicas = replicas.map((replica) => ({ ...replica, state: 'exited' }));
    await edge.refresh();
    expect(await status('api.test')).toBe(503);
    answered.resolve();
    await asking;
  });

  test('for a canary, a pause, a maintenance, other passwords and another certificate', async () => {
    const edge = await adopt({ ...service('api'), protect: [{ path: '/admin', users: ['developer'] }] });
    await live(service('api'));
    await edge.refresh();
    const changes: readonly (() => Promise<unknown>)[] = [
      () => journal.expose('api', { paused: { until: Date.now() + 1000, by: 'ann' } }),
      () => journal.expose('api', { maintenance: { since: 0, by: 'ann', retryAfter: 1 } }),
      () => journal.expose('api', { canary: { release: 'r1', percent: 5 } }),
      async () => {
        hash = basicAuthHash(new Secret('another'));
      },
      async () => {
        for (const file of ['leaf.json', 'leaf-last-good.json']) rmSync(inFolder(file));
      },
    ];
    for (const change of changes) {
      const before = validations;
      await change();
      await edge.refresh();
      expect(validations - before, String(change)).toBe(1);
    }
  });
});

describe('a port that another program has', () => {
  test('is told with its address and the reason, and is opened once it is free', async () => {
    const { https } = envoy.plan.edge;
    const other = createServer().listen(https, '0.0.0.0');
    await once(other, 'listening');
    await expect(adopt(service('api'))).rejects.toThrow(
      `the edge refuses to listen on 0.0.0.0:${https} for https: Address already in use; end what has the port, or write another one under \`targets\` in the config, and deploy again`,
    );
    other.close();
    await once(other, 'close');
    await adopt(service('api'));
    expect(await status('api.test')).toBe(503);
  });
});

describe('a setting that the edge refuses', () => {
  const long = `/${'x'.repeat(6000)}`;

  test.each<[string, Partial<ServicePlan>]>([
    ['block[2] "/x', { block: ['/a', '/b', long, '/c'] }],
    [
      'protect[1] {"path":"/x',
      { protect: [long, '/a'].map((path) => ({ path, users: ['developer'] })).reverse() },
    ],
  ])('is named, and an endless expression is cut: services.api.%s…', async (setting, change) => {
    const edge = await adopt({ ...service('api'), ...change });
    const words = edge.errors.get('api') ?? '';
    expect(words).toContain(`the edge refuses the settings of api: services.api.${setting}`);
    expect(words).toMatch(/\(60\d\d characters\): regex '.{40}…' \(\d+ characters\) RE2 program size of \d+/);
    expect(words).toMatch(/, so it is too long: write a shorter path$/);
    expect(words.length).toBeLessThan(400);
  });

  test('is looked for once, however often it is tried again', async () => {
    const edge = await adopt({ ...service('api'), block: ['/a', long] });
    const [first, before] = [edge.errors.get('api'), validations];
    await edge.adopt();
    expect(edge.errors.get('api')).toBe(first);
    expect(validations - before).toBe(0);
  });
});

describe('a certificate file that cannot be used', () => {
  const file = () => inFolder('leaf.json');

  async function breakIt(): Promise<void> {
    const { key } = JSON.parse(readFileSync(inFolder('authority.json'), 'utf8'));
    writeFileSync(file(), JSON.stringify({ ...JSON.parse(readFileSync(file(), 'utf8')), key }));
  }

  test('is named, the last good one is shown, and every service changes', async () => {
    await adopt(service('api'), service('site'));
    const before = envoy.directory.read()['sds.json'];
    await breakIt();
    const edge = await adopt(service('api'), withHosts('site', 'new.test'));
    await live(service('api'));
    await edge.refresh();

    expect([...edge.errors.keys()]).toEqual([file()]);
    expect(edge.errors.get(file())).toMatch(
      /^certificate of api\.test, site\.test: its key belongs to another certificate; in the container agenttest-local-agent, remove the file, and the last good one takes its place\. Meanwhile the edge goes on with the last good certificate, until 20\d\d-/,
    );
    expect(envoy.directory.read()['sds.json']).toBe(before);
    expect(await status('api.test')).toBe(200);
    expect(await status('new.test')).toBe(503);
  });

  test('is seen by the look of a release, which is refused, and not by one that goes back', async () => {
    const edge = await adopt(service('api'));
    const release = exampleRelease('api', 1, service('api'));
    await breakIt();
    await expect(edge.check(release)).rejects.toThrow(
      `${file()}: certificate of api.test, site.test: its key`,
    );
    await expect(edge.check({ ...release, restores: 'r0' })).resolves.toBeUndefined();
    rmSync(file());
    await expect(edge.check(release)).resolves.toBeUndefined();
    expect([...edge.errors]).toEqual([]);
  });
});

describe('a host of two services', () => {
  test('stays with who serves it, and both are named when its owner cannot give it up', async () => {
    await adopt(service('api'), withHosts('site', 'site.test', 'www.test'));
    const edge = await adopt(withHosts('api', 'api.test', 'www.test'), withHosts('site', 'a.test', 'a.test'));
    expect(Object.fromEntries(edge.errors)).toEqual({
      api: 'the edge refuses the settings of api beside those of the others: services.api.hosts: site has the host www.test; write it in one of them',
      site: expect.stringContaining('services.site.hosts: Only unique values'),
    });
    expect(await status('api.test')).toBe(503);
    expect(await status('www.test')).toBe(503);

    await adopt(withHosts('api', 'api.test', 'www.test'), withHosts('site', 'site.test'));
    expect(await status('www.test')).toBe(503);
  });
});

describe('a service that the config lets go', () => {
  test('is counted until it has finished what it has in hand, though nobody is routed there any more', async () => {
    const before = await adopt(service('api'), service('site'));
    const release = started(await live(service('api')));
    await journal.save(release);
    await before.refresh();
    const arrived = once(backend, 'request');
    const long = get('api.test', '/long');
    await arrived;

    const edge = await adopt(service('site'));
    await journal.expose('api', { serving: undefined });
    await edge.refresh();
    expect(await status('api.test')).toBe(421);
    expect(await edge.view(release)).toMatchObject({ activeRequests: 1, healthy: ['127.0.0.1'] });

    for (const response of waiting.splice(0)) response.end('at last');
    expect((await long).statusCode).toBe(200);
    await journal.save({ ...release, endedAt: 1 });
    await edge.refresh();
    expect(files()).not.toContain('eds-api-r1.json');
    expect(envoy.directory.read()['cds.json']).not.toContain('api-r1');
  });
});

describe('files that another hand has damaged', () => {
  const inDirectory = (name: string) => join(envoy.directory.path, name);

  test.each(['cds.json', 'rds-https.json', 'srds.json', 'sds.json', 'lds.json', 'eds-api-r1.json'])(
    'an edge that started without %s is whole after the next refresh',
    async (name) => {
      const edge = await adopt(service('api'), service('site'));
      await live(service('api'));
      await edge.refresh();
      await envoy.stop();
      writeFileSync(inDirectory(name), '{"version_info": "');
      await envoy.start();
      await edge.refresh();
      await portAnswers();
      await healthy(edge, 'r1');
      expect(await status('api.test')).toBe(200);
      expect(await status('site.test')).toBe(503);
    },
  );

  test('and their rights are put back', async () => {
    const edge = await adopt(service('api'));
    chmodSync(inDirectory('cds.json'), 0o600);
    chmodSync(inDirectory('sds.json'), 0o644);
    chownSync(inDirectory('lds.json'), 65534, 65534);
    await edge.refresh();
    const rights = ['cds.json', 'sds.json', 'lds.json'].map((name) => statSync(inDirectory(name)));
    expect(rights.map(({ mode }) => mode & 0o777)).toEqual([0o644, 0o600, 0o644]);
    expect(new Set(rights.map(({ uid }) => uid))).toEqual(new Set([process.getuid?.()]));
  });
});

describe('one broken service', () => {
  const brokenSettings = (): ServicePlan => ({ ...service('api'), hosts: ['api.test', 'api.test'] });

  test('keeps its last good settings, and the others change', async () => {
    await adopt(service('api'), service('site'));
    const release = await live(service('api'));
    const edge = await adopt(brokenSettings(), withHosts('site', 'new.test'));

    expect([...edge.errors.keys()]).toEqual(['api']);
    expect(edge.errors.get('api')).toBe(
      'the edge refuses the settings of api: services.api.hosts: Only unique values for domains are permitted. Duplicate entry of domain api.test in route http',
    );
    expect(await status('api.test')).toBe(200);
    expect(await status('new.test')).toBe(503);
    expect(await status('site.test')).toBe(421);
    await expect(edge.check({ ...release, settings: brokenSettings() })).rejects.toThrow('of api');
  });

  test('keeps also the users who may pass', async () => {
    const protect = (user: string) => [{ path: '/', users: [user] }];
    await adopt({ ...service('api'), protect: protect('developer') }, service('site'));
    const edge = await adopt({ ...brokenSettings(), protect: protect('nobody') }, service('site'));
    expect(edge.errors.get('api')).toMatch(/^the edge refuses the settings of api: /);
    expect(await status('api.test')).toBe(401);
    expect(await status('site.test')).toBe(503);
  });

  test('also after a restart of the agent, and follows its replicas', async () => {
    await adopt(service('api'), service('site'));
    await live(service('api'));
    await adopt(brokenSettings(), service('site'));

    journal = openJournal();
    const edge = edgeOf(brokenSettings(), service('site'));
    replicas = [];
    await edge.refresh();
    expect(await status('api.test')).toBe(503);
    expect(await status('site.test')).toBe(503);
  });

  test('that never was good is not served, and the others are', async () => {
    const edge = await adopt(brokenSettings(), service('site'));
    expect([...edge.errors.keys()]).toEqual(['api']);
    expect(await status('api.test')).toBe(421);
    expect(await status('site.test')).toBe(503);
  });

  test('is served anew once it is mended', async () => {
    await adopt(brokenSettings());
    const edge = await adopt(service('api'));
    expect([...edge.errors]).toEqual([]);
    expect(await status('api.test')).toBe(503);
  });

  test('whose journal is damaged keeps what the edge shows of it, and the others change', async () => {
    await adopt(service('api'), service('site'));
    await live(service('api'));
    await adopt(service('api'), service('site'));
    truncateSync(inFolder('journal/api/r1.json'), 50);

    journal = openJournal();
    const edge = await adopt(service('api'), withHosts('site', 'new.test'));
    expect(edge.errors.get('api')).toContain('the journal of api is damaged');
    expect(await status('api.test')).toBe(200);
    expect(await status('new.test')).toBe(503);
  });
});

describe('an edge that is away', () => {
  const jumping: Clock = (() => {
    let time = 0;
    return {
      now: () => time,
      elapsed: () => time,
      within: patientClock.within,
      wait: async (milliseconds: number) => {
        time += milliseconds * 500;
      },
    };
  })();

  test('finds the newest files when it comes back, all of them', async () => {
    await adopt(service('api'), service('site'));
    const release = await live(service('api'));
    await envoy.stop();
    clock = jumping;
    const edge = edgeOf(service('api'), service('site'));
    await expect(edge.refresh()).rejects.toThrow(
      /^waited 10 s for the edge, whose admin interface does not answer \(.*\); it takes the new files when it is back$/,
    );
    expect(files()).toContain('eds-api-r1.json');
    await envoy.start();
    await portAnswers();
    await healthy(edge, release.id);
    expect(await status('api.test')).toBe(200);
  });

  test('takes no settings for good or bad, and learns of them later', async () => {
    await adopt(service('api'));
    execError = new Error('Container agenttest-local-edge is not running');
    const edge = await adopt(withHosts('api', 'new.test'));
    expect(edge.errors.get('api')).toBe('Container agenttest-local-edge is not running');
    expect(await status('api.test')).toBe(503);

    execError = undefined;
    await edge.adopt();
    expect([...edge.errors]).toEqual([]);
    expect(await status('new.test')).toBe(503);
  });

  test('comes up after a restart with the files that it had', async () => {
    const edge = await adopt(service('api'));
    const release = await live(service('api'));
    await edge.refresh();
    await envoy.stop();
    await envoy.start();
    await portAnswers();
    await healthy(edge, release.id);
    expect(await status('api.test')).toBe(200);
    await expect(edge.refresh()).resolves.toBeUndefined();
  });
});

test('a release that began under an earlier plan leaves the services of the present one alone', async () => {
  const current = new CurrentEdge();
  current.follow(await adopt(service('api')));
  const ports = { edge: current };
  current.follow(await adopt(service('api'), service('site')));
  await live(service('api'));
  await ports.edge.refresh();
  expect(await status('api.test')).toBe(200);
  expect(await status('site.test')).toBe(503);
});

test('no key and no hash is in a file that others may read, nor in what the edge writes', async () => {
  const protect = [{ path: '/admin', users: ['developer'] }];
  await adopt({ ...service('api'), protect });
  const { key } = await authority.certificate('agenttest', ['api.test'], Date.now());
  const open = ['cds.json', 'lds.json', 'rds-http.json'].map((name) =>
    readFileSync(join(envoy.directory.path, name), 'utf8'),
  );
  for (const secret of [hash, key.split('\n')[1] as string]) {
    for (const content of [...open, envoy.output]) expect(content).not.toContain(secret);
  }
});

let hash = basicAuthHash(new Secret('the password of developer'));

function service(name: string): ServicePlan {
  return exampleService(name, { port });
}

function withHosts(name: string, ...hosts: string[]): ServicePlan {
  return { ...service(name), hosts };
}

const inFolder = (name: string) => join(envoy.folder, name);
const openJournal = () => new FileJournal(inFolder('journal'));
const accepted = () => new AcceptedSettings(inFolder('accepted.json'));
const files = () => Object.keys(envoy.directory.read());

/** As the agent's `apply` does it: each plan has a view of its own. */
async function adopt(...services: ServicePlan[]): Promise<EnvoyEdge> {
  const edge = edgeOf(...services);
  await edge.adopt();
  return edge;
}

function edgeOf(...services: ServicePlan[]): EnvoyEdge {
  const hosts = services.flatMap((service) => service.hosts);
  const certificates: Plan['edge']['certificates'] = [{ name: 'certificate', from: 'local', hosts }];
  const plan: Plan = { ...envoy.plan, edge: { ...envoy.plan.edge, certificates }, services };
  return new EnvoyEdge({
    plan,
    directory: envoy.directory,
    admin: envoy.admin,
    journal,
    clock,
    replicas: async () => {
      looks += 1;
      return replicas;
    },
    secrets: async () => ({
      users: { developer: hash, nobody: hash },
      certificates: {
        certificate: await authority.certificate('agenttest', ['api.test', 'site.test'], Date.now()),
      },
    }),
    challenges: () => [],
    accepted: accepted(),
    turns,
    inEdge: async (command) => {
      validations += 1;
      asked();
      await answers;
      return execError ? Promise.reject(execError) : envoy.exec(command);
    },
  });
}

/** Far enough for the edge to know it. */
function started(release: Release): Release {
  return { ...release, steps: [{ step: 'start', startedAt: 0 }] };
}

async function live(settings: ServicePlan) {
  const release = exampleRelease(settings.name, 1, settings);
  await journal.save(release);
  await journal.expose(settings.name, { serving: release.id });
  replicas.push(runningReplica(settings.name, release.id));
  return release;
}

async function healthy(edge: EnvoyEdge, id: string): Promise<void> {
  const release = journal.read('api').releases.find((one) => one.id === id);
  if (!release) throw new Error(`no release ${id}`);
  while ((await edge.view(release)).healthy.length === 0) await wait(5);
}

/** A starting edge answers on its admin interface before it listens. */
async function portAnswers(): Promise<void> {
  const answers = () =>
    new Promise<boolean>((resolve) => {
      const socket = createConnection(envoy.plan.edge.https, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
  while (!(await answers())) await wait(5);
}

async function status(host: string): Promise<number> {
  return (await get(host)).statusCode ?? 0;
}

async function header(host: string, name: string) {
  return (await get(host)).headers[name];
}

async function get(host: string, path = '/') {
  const ca = await authority.authorityCertificate('agenttest', Date.now());
  const asked = request({
    port: envoy.plan.edge.https,
    host: '127.0.0.1',
    path,
    headers: { host },
    servername: 'api.test',
    ca,
    agent: false,
  }).end();
  const [answer] = await once(asked, 'response');
  await text(answer);
  return answer;
}
