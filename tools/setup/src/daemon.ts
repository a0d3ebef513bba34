import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLines, look, run } from './command.ts';
import { writeWhole } from './whole-file.ts';

const logPath = '/var/log/dockerd.log';
const settingsPath = '/etc/docker/daemon.json';
const pidFiles = { dockerd: '/var/run/docker.pid', containerd: '/var/run/docker/containerd/containerd.pid' };
const startDeadline = 60_000;

/** Containers outlive the daemon, and their logs stay small. */
export const daemonSettings = {
  'live-restore': true,
  'log-driver': 'json-file',
  'log-opts': { 'max-size': '10m', 'max-file': '3' },
} as const;

export function daemonIsRunning(): boolean {
  return holdsItsPid('dockerd');
}

/** Leaves settings that somebody else made as they are. */
export function writeDaemonSettings(): void {
  if (!existsSync(settingsPath)) writeWhole(settingsPath, `${JSON.stringify(daemonSettings, null, 2)}\n`);
}

export async function startDaemon(dockerHost: string, systemd: boolean): Promise<void> {
  if (systemd)
    await run({
      purpose: "the engine's start",
      file: 'systemctl',
      args: ['enable', '--now', 'docker'],
      deadline: startDeadline,
    });
  else spawnDaemon();
  await awaitEngine(dockerHost);
}

/** Returns once the engine answers; throws with the end of the daemon's log when it does not. */
export async function awaitEngine(dockerHost: string): Promise<void> {
  for (let waited = 0; waited < startDeadline; waited += 200) {
    const { stdout } = await look({
      file: 'docker',
      args: ['info', '--format', '{{.ServerVersion}}'],
      env: { DOCKER_HOST: dockerHost },
      deadline: 5000,
    });
    if (stdout) return;
    await pause(200);
  }
  const log = lastLines(textOf(logPath), 12);
  throw new Error(
    `the engine at ${dockerHost}: no answer ${startDeadline / 1000} s after its start; the end of ${logPath}:${log}`,
  );
}

function spawnDaemon(): void {
  for (const name of ['dockerd', 'containerd'] as const)
    if (!holdsItsPid(name)) rmSync(pidFiles[name], { force: true });
  const log = openSync(logPath, 'a');
  // A root shell by `su` has no path to the daemon and its iptables.
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log], cwd: '/', env }).unref();
}

/** A number left over may belong to any program by now, or to a dead one whose parent has not noticed. */
function holdsItsPid(name: keyof typeof pidFiles): boolean {
  const stat = `/proc/${textOf(pidFiles[name]).trim()}/stat`;
  const [, command, state] = /\((.*)\) (\S)/.exec(textOf(stat)) ?? [];
  return command === name && state !== 'Z';
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
