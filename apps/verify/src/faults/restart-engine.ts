import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { until } from '../platform/until.ts';
import type { Target } from '../target.ts';
import { docker } from './docker.ts';

const pidFile = '/var/run/docker.pid';
const log = '/var/log/dockerd.log';

/** Ends the engine's daemon and starts it again as it was, under containers that go on. */
export async function restartEngine(target: Target): Promise<void> {
  if (existsSync('/run/systemd/system')) await execa('systemctl', ['restart', 'docker']);
  else await restartByHand();
  await until('the engine answers', async () => (await docker(target, ['version'])) !== '', {
    every: 200,
    atMost: 60_000,
  });
}

async function restartByHand(): Promise<void> {
  const process = `/proc/${readFileSync(pidFile, 'utf8').trim()}`;
  const [file = '', ...args] = nulDivided(`${process}/cmdline`);
  const env = Object.fromEntries(nulDivided(`${process}/environ`).map(entry));
  await execa('kill', [process.slice('/proc/'.length)]);
  await until('the engine has ended', async () => !existsSync(process), { every: 50, atMost: 60_000 });
  const output = openSync(log, 'a');
  spawn(file, args, { detached: true, stdio: ['ignore', output, output], cwd: '/', env }).unref();
}

function nulDivided(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\0')
    .filter((part) => part !== '');
}

function entry(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
