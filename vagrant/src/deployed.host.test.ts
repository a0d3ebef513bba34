import { join } from 'node:path';
import { openVagrant, type SshConfig } from '@causeway/vagrant-wrapper';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPlatform } from './machines.ts';
import { target } from './target.ts';
import { workspace } from './workspace.ts';

const vagrant = openVagrant({ folder: workspace });
const platform = await readPlatform();
const services = Object.entries(platform.services).map(([name, { replicas }]) => ({ name, replicas }));
let config: SshConfig;

beforeAll(async () => {
  const [machine] = await vagrant.status();
  config = await vagrant.sshConfig(machine?.name ?? '');
});

/** What a command line prints there that must succeed. */
async function tell(commandLine: string): Promise<string> {
  const { exitCode, stdout, stderr } = await vagrant.ssh(config.host, commandLine, { config });
  if (exitCode !== 0) throw new Error(`${commandLine}: exit code ${exitCode}\n${stderr}`);
  return stdout.trim();
}

describe('the unit', () => {
  test('tells what is served', async () => {
    const said = await tell(
      'systemctl is-active causeway; systemctl show causeway --property=StatusText --value',
    );
    expect(said).toBe(
      `active\nserves: ${services.map(({ name, replicas }) => `${name} (${replicas})`).join(', ')}`,
    );
  });

  test.each(['edge', 'agent', 'service'])('has the log of each container of the role %s', async (role) => {
    const names = await tell(`sudo docker ps --filter label=causeway.role=${role} --format {{.Names}}`);
    expect(names).not.toBe('');
    for (const name of names.split('\n'))
      expect(
        await tell(`sudo journalctl --unit causeway --identifier ${name} --lines 1 --output cat`),
      ).not.toBe('');
  });
});

describe('users', () => {
  test.each(platform.server.users)('$name logs in by key alone', async ({ name, sudo, publicKey }) => {
    const asRoot = 'sudo -n id -un || true';
    const key = join(workspace, publicKey.replace(/\.pub$/, ''));
    expect(await logIn(name, asRoot, ['IdentityFile', key])).toMatchObject({
      exitCode: 0,
      stdout: sudo ? 'root' : '',
    });
    expect((await logIn(name, 'true', ['PubkeyAuthentication', 'no'])).stderr).toContain('(publickey)');
  });

  test('their tools are there', async () => {
    const programs = await tell(`which ${platform.server.packages.join(' ')}`);
    expect(programs.split('\n')).toHaveLength(platform.server.packages.length);
  });

  async function logIn(user: string, commandLine: string, [option, value]: readonly [string, string]) {
    const options = {
      [option]: value,
      BatchMode: 'yes',
      IdentitiesOnly: 'yes',
      StrictHostKeyChecking: 'no',
      UserKnownHostsFile: '/dev/null',
      LogLevel: 'ERROR',
    };
    const words = Object.entries(options).flatMap(([name, said]) => ['-o', `${name}=${said}`]);
    const where = ['-p', String(config.port), `${user}@${config.hostName}`, commandLine];
    return await execa('ssh', ['-F', 'none', ...words, ...where], { reject: false, stdin: 'ignore' });
  }
});

describe('the doctor', () => {
  test('finds nothing: the bootstrap holds, the engine and the agent answer', async () => {
    const { findings } = await doctor();
    expect(findings).toContainEqual(expect.objectContaining({ check: 'bootstrap', state: 'ok' }));
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  test('names what somebody has changed, and `prepare` makes it as it was', async () => {
    await tell('sudo usermod --append --groups adm phrase_user');
    const { findings, exitCode } = await doctor();
    const says = `${target}: users: phrase_user is in no group besides its own; \`npx nx run stacks:prepare -c ${target}\` makes it as the config says`;
    expect(findings).toContainEqual({ check: 'bootstrap', state: 'problem', says });
    expect(exitCode).toBe(4);
    expect((await causeway('prepare', '--yes')).exitCode).toBe(0);
    expect((await causeway('prepare', '--check')).exitCode).toBe(0);
  });

  async function doctor() {
    const { exitCode, stdout, stderr } = await causeway('doctor', '--json');
    if (!stdout) throw new Error(stderr);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; state: string; says: string }[] };
    return { exitCode, findings };
  }

  function causeway(...words: string[]) {
    const program = ['apps/cli/src/main.ts', ...words, '--target', target];
    return execa(process.execPath, program, { cwd: workspace, preferLocal: true, reject: false });
  }
});
