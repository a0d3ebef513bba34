import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ContainerEvent, containerEvents } from './container-events.ts';
import { Crashes } from './crashes.ts';
import { DockerContainers } from './docker-containers.ts';
import { KilledContainers } from './killed.ts';
import {
  answerOf,
  docker,
  engine,
  makeHost,
  plan,
  removeContainers,
  removeHost,
  replicaOf,
} from './testing/engine.ts';

const containers = new DockerContainers({
  docker: engine,
  plan,
  crashes: new Crashes(),
  stateDirectory: '/',
});
const name = `${plan.prefix}-api-r1-1`;

const deaf = `
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1']) process.on(signal, () => {});
  require('http').createServer((request, response) => response.end()).listen(3000);
`;

beforeAll(() => makeHost());
afterAll(() => removeHost());
afterEach(() => removeContainers());

describe('was it killed, so that it must be started again?', () => {
  test.each([
    ['docker kill', true, ['kill', name], 'die'],
    ['docker kill --signal TERM', false, ['kill', '--signal', 'TERM', name], 'die'],
    ['docker stop', false, ['stop', name], 'stop'],
    ['docker restart', false, ['restart', name], 'start'],
    ['docker rm --force', true, ['rm', '--force', name], 'destroy'],
  ] as const)('%s: %s', async (_what, killed, command, last) => {
    await running();
    expect(await killedDuring(last, () => docker(...command))).toBe(killed);
  });

  test('a crash: false, Docker starts it again itself', async () => {
    const spec = await running();
    const crash = () => fetch(`http://${spec.replica.address}:3000/crash`).catch(() => {});
    expect(await killedDuring('start', crash)).toBe(false);
  });

  test('a stop whose grace was too short: false', async () => {
    await running(deaf);
    expect(await killedDuring('stop', () => docker('stop', '--time', '1', name))).toBe(false);
  });

  test('a signal that only tells it something, and a kill long after: true', async () => {
    await running(deaf);
    const both = () => {
      docker('kill', '--signal', 'HUP', name);
      docker('kill', name);
    };
    expect(await killedDuring('die', both)).toBe(true);
  });

  test('a thread dump, and a kill long after: true', async () => {
    await running(deaf);
    const both = () => {
      docker('kill', '--signal', 'QUIT', name);
      docker('kill', name);
    };
    expect(await killedDuring('die', both)).toBe(true);
  });

  test('a stop with the signal of its image: false', async () => {
    const [base, tag] = [`${plan.prefix}-base`, `${plan.prefix}:usr1`];
    docker('create', '--name', base, '--stop-signal', 'SIGUSR1', replicaOf().release.image);
    docker('commit', base, tag);
    docker('rm', base);
    await running(deaf, tag);
    expect(await killedDuring('stop', () => docker('stop', '--time', '1', name))).toBe(false);
    removeContainers();
    docker('image', 'rm', tag);
  });

  test('a stop, a start, and then a kill: true', async () => {
    await running();
    const killed = new KilledContainers();
    const verdicts: boolean[] = [];
    for (const command of ['stop', 'start', 'kill']) {
      const last = command === 'kill' ? 'die' : command;
      for (const event of await eventsUntil(last, () => docker(command, name)))
        verdicts.push(killed.wasKilled(event));
    }
    expect(verdicts.filter(Boolean)).toHaveLength(1);
    expect(verdicts.at(-1)).toBe(true);
  });
});

test('an event says which container, with its labels and the signal', async () => {
  const spec = await running();
  const [kill] = await eventsUntil('die', () => docker('kill', name));
  expect(kill).toMatchObject({
    action: 'kill',
    name,
    signal: 9,
    labels: { ...plan.labels, 'causeway.service': 'api', 'causeway.address': spec.replica.address },
  });
});

test('what happens to the containers of others is not told', async () => {
  await running();
  const events = await eventsUntil('destroy', () => {
    docker('run', '--rm', '--name', `${plan.prefix}-foreign`, replicaOf().release.image, 'true');
    docker('rm', '--force', name);
  });
  expect(new Set(events.map((event) => event.name))).toEqual(new Set([name]));
});

describe('a connection to the engine', () => {
  test.each([
    ['that ends', (socket: Socket) => socket.end()],
    ['that is cut', (socket: Socket) => socket.resetAndDestroy()],
  ])('%s ends the events, and nothing else', async (_how, cut) => {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-events-'));
    const sockets: Socket[] = [];
    const proxy = createServer((socket) => {
      sockets.push(socket);
      const upstream = createConnection('/var/run/docker.sock');
      socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
      upstream.on('error', () => socket.destroy());
      socket.pipe(upstream).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as { port: number };

    const events = await containerEvents(
      new Docker({ host: '127.0.0.1', port, protocol: 'http' }),
      plan.labels,
    );
    const drained = (async () => {
      for await (const _ of events);
    })();
    for (const socket of sockets) cut(socket);
    await drained.catch((error) => expect(error).toBeInstanceOf(Error));
    proxy.close();
    rmSync(folder, { recursive: true });
  });
});

async function running(program?: string, image?: string) {
  const spec = replicaOf({ ...(program && { program }), ...(image && { image }) });
  await containers.start(spec);
  await answerOf(spec);
  return spec;
}

async function killedDuring(last: ContainerEvent['action'], act: () => unknown): Promise<boolean> {
  const killed = new KilledContainers();
  const verdicts = (await eventsUntil(last, act)).map((event) => killed.wasKilled(event));
  return verdicts.includes(true);
}

/** All events from the beginning of `act` to the first of this kind. */
async function eventsUntil(last: string, act: () => unknown): Promise<ContainerEvent[]> {
  const events = await containerEvents(engine, plan.labels);
  const acted = act();
  const seen: ContainerEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (event.action === last) break;
  }
  await acted;
  return seen;
}
