import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { execa } from 'execa';
import { buildDisk, disk } from '../disk/disk.ts';
import { runTool } from '../disk/tool.ts';
import { sshAnswers, until } from '../power/until.ts';
import { place, ports } from './place.ts';
import { qemuArguments, type Size } from './qemu.ts';

/** A busy computer may take a quarter of an hour for what an idle one emulates in half a minute. Milliseconds. */
const longest = 30 * 60_000;

/** Makes it, from a disk that is built if there is none. */
export async function makeMachine(size: Size): Promise<void> {
  if (!existsSync(disk.file)) await buildDisk();
  await removeMachine();
  await mkdir(place.folder, { recursive: true });
  await runTool('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', disk.file, place.disk]);
  await startMachine(size);
}

/** Switches it on, and returns once its user may log in. */
export async function startMachine(size: Size): Promise<void> {
  await runTool('qemu-system-x86_64', qemuArguments(size));
  await bootOf();
}

export async function cutPower(): Promise<void> {
  const pid = await findProcess();
  if (pid === undefined) throw new Error(`${place.pid}: names no process, so the machine does not run`);
  process.kill(pid, 'SIGKILL');
  await until('the end of QEMU', async () => (await findProcess()) === undefined, 10_000);
}

export async function removeMachine(): Promise<void> {
  if (await findProcess()) await cutPower();
  await rm(place.folder, { recursive: true, force: true });
}

/** In order, as somebody there would; returns once it has come up anew. */
export async function reboot(): Promise<void> {
  const before = await bootOf();
  await tell('sudo systemd-run --quiet --on-active=1 systemctl reboot');
  await until('the next boot', async () => (await bootOf()) !== before, longest);
}

/** What a command line prints there that must succeed. */
export async function tell(commandLine: string): Promise<string> {
  const { exitCode, stdout, stderr } = await ask(commandLine);
  if (exitCode !== 0) throw new Error(`${commandLine}: exit code ${exitCode}\n${stderr}`);
  return stdout.trim();
}

/** The id of the boot that it is in. */
async function bootOf(): Promise<string> {
  let boot = '';
  await until(
    'a login',
    async () => {
      if (!(await sshAnswers(ports.ssh))) return false;
      boot = (await ask('cat /proc/sys/kernel/random/boot_id')).stdout.trim();
      return boot !== '';
    },
    longest,
  );
  return boot;
}

function ask(commandLine: string) {
  const options = [
    'BatchMode=yes',
    'IdentitiesOnly=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
  ];
  const words = [...options, 'LogLevel=ERROR', 'ConnectTimeout=60'].flatMap((option) => ['-o', option]);
  const where = ['-p', String(ports.ssh), '-i', disk.key, 'vagrant@127.0.0.1', commandLine];
  return execa('ssh', ['-F', 'none', ...words, ...where], {
    reject: false,
    stdin: 'ignore',
    timeout: longest,
  });
}

/** Of its QEMU; a number that another program has got since is not it. */
async function findProcess(): Promise<number | undefined> {
  const pid = Number(await readFile(place.pid, 'utf8').catch(() => ''));
  const words = pid ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') : '';
  return words.includes(place.disk) ? pid : undefined;
}
