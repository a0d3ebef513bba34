import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openVagrant, VagrantError, type VagrantEvent } from './index.ts';
import { type MachineFolder, machineFolder } from './testing/machine-folder.ts';

const vagrantfile = readFileSync(join(import.meta.dirname, 'testing/machines.rb'), 'utf8');
let folder: MachineFolder;

beforeAll(() => {
  folder = machineFolder(vagrantfile);
});

afterAll(async () => {
  await folder.remove();
});

describe('a machine, from its making to its end', () => {
  const machines = ['one'];
  const events: VagrantEvent[] = [];

  it('is made, and says how it comes along', async () => {
    await folder.vagrant.up({ machines, provider: 'docker', onEvent: (event) => events.push(event) });
    expect(events).toContainEqual({ kind: 'began', machine: 'one', action: 'up' });
    expect(events.at(-1)).toEqual({ kind: 'ended', machine: 'one', action: 'up' });
    expect(textsOf(events)).toContain('Machine booted and ready!');
    expect(textsOf(events)).toContain('hello, one');
    expect(await stateOf('one')).toBe('running');
  });

  it('is reached by OpenSSH', async () => {
    const config = await folder.vagrant.sshConfig('one');
    expect(config).toMatchObject({ host: 'one', hostName: '127.0.0.1', user: 'vagrant' });
    expect(config.identityFiles.map((file) => existsSync(file))).toEqual([true]);
    expect(await folder.vagrant.ssh('one', 'cat; echo oh >&2; exit 7', { config, input: 'a, b\n' })).toEqual({
      exitCode: 7,
      stdout: 'a, b',
      stderr: 'oh',
    });
  });

  it('keeps its files when it is halted and started', async () => {
    await folder.vagrant.halt({ machines });
    expect(await stateOf('one')).toBe('stopped');
    expect(await failureOf(folder.vagrant.sshConfig('one'))).toMatchObject({ kind: 'not-running' });
    await folder.vagrant.up({ machines });
    expect(await folder.vagrant.ssh('one', 'test -e /var/tmp/provisioned')).toMatchObject({ exitCode: 0 });
  });

  it('has another first process after a reload', async () => {
    const started = 'stat --format %Y /run/systemd/system';
    const before = await folder.vagrant.ssh('one', started);
    await folder.vagrant.reload({ machines, force: true });
    expect(await folder.vagrant.ssh('one', started)).not.toEqual(before);
  });

  it('is provisioned again', async () => {
    await folder.vagrant.ssh('one', 'sudo rm /var/tmp/provisioned');
    await folder.vagrant.provision({ machines });
    expect(await folder.vagrant.ssh('one', 'test -e /var/tmp/provisioned')).toMatchObject({ exitCode: 0 });
  });

  it('shows the end of the log of a provisioner that fails', async () => {
    const failure = await failureOf(folder.vagrant.provision({ machines, provisionWith: ['broken'] }));
    expect(failure).toMatchObject({ kind: 'provisioning-failed', machine: 'one', exitCode: 1 });
    expect(failure.tail).toEqual(expect.arrayContaining(['one step', 'the reason']));
  });

  it('has no snapshots, which this provider cannot make', async () => {
    expect(await failureOf(folder.vagrant.snapshot.save('one', 'first'))).toMatchObject({
      kind: 'not-supported',
    });
    expect(await failureOf(folder.vagrant.snapshot.list('one'))).toMatchObject({ kind: 'not-supported' });
  });

  it('is gone once it is destroyed', async () => {
    await folder.vagrant.destroy({ machines });
    expect(await stateOf('one')).toBe('not_created');
    expect(await failureOf(folder.vagrant.sshConfig('one'))).toMatchObject({ kind: 'not-running' });
  });
});

describe('a machine that never answers', () => {
  const machines = ['mute'];

  // Vagrant leaves a container that did not come up to be looked at
  afterEach(async () => {
    await folder.vagrant.destroy({ machines });
  });

  it('is given up after its boot timeout', async () => {
    const impatient = withEnvironment({ BOOT_TIMEOUT: '3' });
    expect(await failureOf(impatient.up({ machines, provider: 'docker' }))).toMatchObject({
      kind: 'boot-timeout',
    });
  });

  it('is locked against others meanwhile, and let go when cancelled', async () => {
    const cancel = new AbortController();
    const waiting = new EventEmitter();
    const onEvent = (event: VagrantEvent) => {
      if (textsOf([event]).some((text) => text.startsWith('Waiting for machine'))) waiting.emit('waits');
    };
    const up = failureOf(folder.vagrant.up({ machines, provider: 'docker', signal: cancel.signal, onEvent }));
    await Promise.race([once(waiting, 'waits'), up]);
    expect(await failureOf(folder.vagrant.halt({ machines }))).toMatchObject({ kind: 'machine-locked' });
    cancel.abort();
    expect(await up).toMatchObject({ kind: 'cancelled' });
  });

  it('is given up after the deadline of the caller', async () => {
    const up = folder.vagrant.up({ machines, provider: 'docker', deadline: 10_000 });
    expect(await failureOf(up)).toMatchObject({ kind: 'overdue', message: expect.stringContaining('10 s') });
  });
});

describe('what cannot be', () => {
  it('a command that is cancelled already', async () => {
    const signal = AbortSignal.abort();
    expect(await failureOf(folder.vagrant.status({ signal }))).toMatchObject({ kind: 'cancelled' });
  });

  it('a listener that fails ends the command, and its failure is passed on', async () => {
    const onEvent = () => {
      throw new Error('no more');
    };
    await expect(folder.vagrant.status({ onEvent })).rejects.toThrow('no more');
  });

  it('a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const vagrant = withEnvironment({ TAKEN: String(port) });
    const up = vagrant.up({ machines: ['taken'], provider: 'docker' });
    expect(await failureOf(up)).toMatchObject({
      kind: 'port-taken',
      message: expect.stringContaining(`${port}`),
    });
    server.close();
  });

  it('no Vagrant', async () => {
    const vagrant = openVagrant({ folder: folder.path, program: 'vagrant-of-nobody' });
    expect(await failureOf(vagrant.status())).toMatchObject({ kind: 'not-installed' });
  });

  it.each(['virtualbox', 'of-nobody'])('the provider %s, which is not here', async (provider) => {
    const up = folder.vagrant.up({ machines: ['one'], provider });
    expect(await failureOf(up)).toMatchObject({ kind: 'provider-missing' });
  });

  it('a machine that nobody described', async () => {
    expect(await failureOf(folder.vagrant.halt({ machines: ['two'] }))).toMatchObject({
      kind: 'machine-unknown',
    });
  });

  it.each([
    ['no Vagrantfile', undefined, 'vagrantfile-missing'],
    ['a Vagrantfile with a slip', 'Vagrant.configure(2) do |config|', 'vagrantfile-invalid'],
    [
      'a Vagrantfile with an unknown word',
      "Vagrant.configure('2') { |config| config.vm.colour = 1 }",
      'vagrantfile-invalid',
    ],
  ])('%s', async (_, text, kind) => {
    const path = mkdtempSync(join(tmpdir(), 'vagrant-wrapper-'));
    if (text) writeFileSync(join(path, 'Vagrantfile'), text);
    expect(await failureOf(openVagrant({ folder: path }).up({ provider: 'docker' }))).toMatchObject({ kind });
    rmSync(path, { recursive: true });
  });
});

describe('boxes', () => {
  it('are none at first', async () => {
    expect(await folder.vagrant.boxes()).toEqual([]);
  });

  it('are asked for where they are', async () => {
    const add = folder.vagrant.boxAdd(join(folder.path, 'no.box'), { name: 'mine' });
    expect(await failureOf(add)).toMatchObject({ kind: 'box-unknown' });
    expect(await failureOf(folder.vagrant.boxRemove('mine'))).toMatchObject({ kind: 'box-unknown' });
  });

  it('are added, listed and removed', async () => {
    await folder.vagrant.boxAdd(emptyBox(), { name: 'mine' });
    expect(await folder.vagrant.boxes()).toEqual([{ name: 'mine', provider: 'libvirt', version: '0' }]);
    await folder.vagrant.boxRemove('mine');
    expect(await folder.vagrant.boxes()).toEqual([]);
  });
});

function textsOf(events: readonly VagrantEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'text' ? [event.text] : []));
}

async function stateOf(machine: string): Promise<string | undefined> {
  return (await folder.vagrant.status()).find(({ name }) => name === machine)?.state;
}

/** The same folder, in another environment. */
function withEnvironment(environment: Readonly<Record<string, string>>) {
  return openVagrant({ folder: folder.path, environment: { ...folder.environment, ...environment } });
}

async function failureOf(work: Promise<unknown>): Promise<VagrantError> {
  const end = await work.catch((error: unknown) => error);
  if (end instanceof VagrantError) return end;
  throw new Error('it was to fail, as a VagrantError', { cause: end });
}

/** The smallest that Vagrant takes. */
function emptyBox(): string {
  writeFileSync(join(folder.path, 'metadata.json'), JSON.stringify({ provider: 'libvirt' }));
  const file = join(folder.path, 'empty.box');
  execFileSync('tar', ['--create', '--file', file, '--directory', folder.path, 'metadata.json']);
  return file;
}
