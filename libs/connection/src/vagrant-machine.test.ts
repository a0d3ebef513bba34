import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askVagrant, rememberedMachine } from './vagrant-machine.ts';
import type { Way } from './way.ts';

const { PATH: path } = process.env;
const sshConfig = [
  'Host host1',
  '  HostName 127.0.0.1',
  '  User vagrant',
  '  Port 2222',
  '  IdentityFile /keys/host1',
];
/** As `vagrant --machine-readable` writes it: a line's end is a backslash and an n. */
const usual = `printf '%s\\n' '1,host1,ssh-config,${sshConfig.join('\\n')}'`;
let workspace: string;
let way: Way;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'causeway-vagrant-'));
  way = wayTo('vagrant');
  process.env.PATH = `${join(workspace, 'bin')}:${path}`;
  answer(usual);
  make('.vagrant', 'first');
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(workspace, { recursive: true });
});

test('is where Vagrant says, with a host key of its own', async () => {
  expect(await askVagrant(way)).toEqual({
    target: 'vagrant',
    name: 'host1 of the Vagrantfile (ssh://vagrant@127.0.0.1:2222)',
    host: '127.0.0.1',
    user: 'vagrant',
    port: 2222,
    identity: '/keys/host1',
    knownHosts: join(way.folder, 'known_hosts'),
    alias: 'host1-first',
  });
});

test('is remembered until it is made anew', async () => {
  expect(await rememberedMachine(way)).toBeUndefined();
  const machine = await askVagrant(way);
  expect(await rememberedMachine(way)).toEqual(machine);
  make('.vagrant', 'second');
  expect(await rememberedMachine(way)).toBeUndefined();
});

test('of another target is asked for apart, and is another machine', async () => {
  answer(
    `printf '%s %s' "$CAUSEWAY_VAGRANT_TARGET" "$VAGRANT_DOTFILE_PATH" > '${workspace}/asked'; ${usual}`,
  );
  const dotfiles = '.causeway/machines/rehearsal/vagrant';
  make(dotfiles, 'third');
  expect((await askVagrant(wayTo('rehearsal'))).alias).toBe('host1-third');
  expect(readFileSync(join(workspace, 'asked'), 'utf8')).toBe(`rehearsal ${dotfiles}`);
  expect((await askVagrant(way)).alias).toBe('host1-first');
});

test.each([
  [
    'that is not there',
    `printf '%s\\n' '1,host1,error-exit,Vagrant::Errors::SSHNotReady,The provider reports that it is not able to SSH'; exit 1`,
    { trouble: 'machine off', message: expect.stringContaining('`vagrant up` starts it') },
  ],
  [
    'of a Vagrantfile with a slip',
    `printf '%s\\n' '1,,error-exit,Vagrant::Errors::VagrantfileSyntaxError,There is a syntax error: line 3'; exit 1`,
    { trouble: 'other', message: expect.stringContaining('vagrant ssh-config: ') },
  ],
])('says why there is no way to one %s', async (_what, script, failure) => {
  answer(script);
  await expect(askVagrant(way)).rejects.toMatchObject(failure);
});

test('says that Vagrant is missing', async () => {
  process.env.PATH = join(workspace, 'nothing');
  await expect(askVagrant(way)).rejects.toMatchObject({ trouble: 'no vagrant' });
});

function wayTo(target: string): Way {
  const folder = join(workspace, '.causeway', target);
  return { target, host: 'ssh://host1', isVagrants: true, workspace, folder };
}

/** What the program `vagrant` does. */
function answer(script: string): void {
  write('bin/vagrant', `#!/bin/sh\n${script}\n`, 0o755);
}

/** The machine as its provider calls it. */
function make(dotfiles: string, id: string): void {
  write(join(dotfiles, 'machines/host1/docker/id'), id);
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text, { mode });
}
