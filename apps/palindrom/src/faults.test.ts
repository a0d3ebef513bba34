import { execFileSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { Faults } from './faults.ts';
import { testServer } from './testing/application.ts';
import { startMain } from './testing/program.ts';

const withFaults = { DATABASE_URI: 'sqlite:///:memory:', APP_FAULTS: 'on' };

test('nobody can ask for a fault where none is allowed', async () => {
  const answer = await (await testServer()).inject({ method: 'POST', url: '/fault/errors' });
  expect(answer.statusCode).toBe(404);
});

test.each([0, 0.25, 0.5, 1])('a share of %d errors is met exactly', (share) => {
  const faults = new Faults();
  faults.begin('errors', share);
  const failed = Array.from({ length: 100 }, () => faults.failsNext()).filter(Boolean);
  expect(failed).toHaveLength(100 * share);
});

test('errors leave the checks alone', async () => {
  const { url } = await startMain(withFaults);
  await begin(url, 'errors');
  expect(await statusOf(`${url}/`)).toBe(500);
  expect(await statusOf(`${url}/status`)).toBe(200);
  await begin(url, 'errors?share=0');
  expect(await statusOf(`${url}/`)).toBe(200);
});

test('what is unhealthy still serves', async () => {
  const { url } = await startMain(withFaults);
  await begin(url, 'unhealthy');
  expect([await statusOf(`${url}/status`), await statusOf(`${url}/`)]).toEqual([503, 200]);
});

test('a crash is exit code 1, after the answer', async () => {
  const { child, url } = await startMain(withFaults);
  await begin(url, 'crash');
  expect(await child.exited()).toBe(1);
});

test('what hangs answers nobody and hears no SIGTERM', async () => {
  const { child, url } = await startMain(withFaults);
  await begin(url, 'hang');
  await expect(fetch(`${url}/status`, { signal: AbortSignal.timeout(500) })).rejects.toThrow();
  child.send('SIGTERM');
  expect(await child.end('SIGKILL')).toBe('SIGKILL');
  expect(child.output).not.toContain('SIGTERM');
});

test('memory grows', async () => {
  const { child, url } = await startMain(withFaults);
  const before = kibibytesOf(child.pid);
  await begin(url, 'memory');
  await vi.waitUntil(() => kibibytesOf(child.pid) > before + 200_000, { timeout: 60_000, interval: 20 });
});

describe('a fault that is there from the start', () => {
  test('crash', async () => {
    const { child } = await startMain({ ...withFaults, APP_FAULTS: 'crash' });
    expect(await child.exited()).toBe(1);
  });

  test('errors', async () => {
    const { url } = await startMain({ ...withFaults, APP_FAULTS: 'errors' });
    expect([await statusOf(`${url}/status`), await statusOf(`${url}/`)]).toEqual([200, 500]);
  });
});

async function begin(url: string, fault: string): Promise<void> {
  const { status } = await fetch(`${url}/fault/${fault}`, { method: 'POST' });
  expect(status).toBe(202);
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

function kibibytesOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
}
