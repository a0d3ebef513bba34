import { connect } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { readStatus, type Status } from '../platform/commands.ts';
import { containerOf, namesOf } from '../platform/containers.ts';
import { execute, inspect } from '../platform/engine.ts';
import { originOf } from '../target.ts';
import { protocols } from '../wire/index.ts';

const target = inject('target');
const published = [target.http, target.https].toSorted();

let status: Status;
beforeAll(async () => {
  status = await readStatus(target);
});

test('no container but the edge publishes a port', async () => {
  for (const name of namesOf(status)) expect(await publishedBy(name), name).toEqual([]);
});

test('no container but the edge is in the network of the host', async () => {
  const edge = await containerOf(target, 'edge');
  for (const name of namesOf(status).filter((other) => other !== edge))
    expect((await inspect(target, name)).HostConfig.NetworkMode, name).not.toBe('host');
});

test('no container is privileged', async () => {
  for (const name of namesOf(status))
    expect((await inspect(target, name)).HostConfig.Privileged, name).toBe(false);
});

test('the edge listens on the two ports of the config and no other', async () => {
  const edge = await containerOf(target, 'edge');
  expect([...(await listenedBy(edge))].toSorted()).toEqual(published);
});

describe('from outside', () => {
  const [service] = target.services;
  const inside = {
    'the application': service?.port ?? 0,
    Postgres: 5432,
    Redis: 6379,
    "the edge's admin": 9901,
  };

  test.each(Object.entries(inside))('%s is not reachable', async (_, port) => {
    expect(await knock(service?.host ?? 'localhost', port)).toBe('ECONNREFUSED');
  });

  test.each(published)('port %d of the edge is', async (port) => {
    expect(await knock(service?.host ?? 'localhost', port)).toBe('open');
  });

  const pages = [
    '/stats',
    '/config_dump',
    '/clusters',
    '/server_info',
    '/quitquitquit',
    '/stats/prometheus',
    '/metrics',
  ];
  test.each(pages)("the edge's own %s is not served", async (path) => {
    const origin = new URL(originOf(target, service ?? { host: 'localhost' }));
    const answer = await protocols['HTTP/1.1']({ origin, ca: target.ca, method: 'GET', path });
    expect(answer.body).not.toMatch(/envoy|cluster\.|listener\.|upstream_rq/i);
  });
});

async function publishedBy(container: string): Promise<number[]> {
  const { NetworkSettings } = await inspect(target, container);
  const ports = Object.values(NetworkSettings.Ports).flatMap((bindings) => bindings ?? []);
  return ports.map(({ HostPort }) => Number(HostPort)).filter((port) => !published.includes(port));
}

/** Ports on which the processes of a container listen, from what its kernel says of their sockets. */
async function listenedBy(container: string): Promise<ReadonlySet<number>> {
  const script = 'cat /proc/net/tcp /proc/net/tcp6; for f in /proc/[0-9]*/fd/*; do readlink "$f"; done; true';
  const { stdout } = await execute(target, container, ['sh', '-c', script]);
  const inodes = new Set([...stdout.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode));
  const listening = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) \S+ 0A \S+ \S+ \S+ +\d+ +\d+ (\d+)/gm;
  const own = [...stdout.matchAll(listening)].filter(([, , inode]) => inodes.has(inode));
  return new Set(own.map(([, port = '']) => Number.parseInt(port, 16)));
}

function knock(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 }, () => {
      socket.destroy();
      resolve('open');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('timeout', () => resolve('timeout'));
  });
}
