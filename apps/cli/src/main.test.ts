import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const program = join(import.meta.dirname, 'main.ts');
/** No deploy takes this name, so no state of a real one is met. */
const target = 'cli-test';
const nowhere = 'unix:///nonexistent/docker.sock';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-cli-'));
});

afterEach(() => rm(folder, { recursive: true }));

function causeway(args: readonly string[], env: Record<string, string> = {}) {
  return execa(process.execPath, [program, ...args], {
    reject: false,
    stdin: 'ignore',
    env: { CI: 'true', ...env },
  });
}

/** A platform of one service, at an engine that is not there. */
async function config(changes: { port?: number; https?: number; host?: string } = {}): Promise<string[]> {
  const { port = 5000, https = 28443, host = nowhere } = changes;
  const platform = {
    name: 'try',
    services: { api: { image: 'registry/api:1.2', hosts: ['localhost'], port } },
    targets: { [target]: { host, http: 28442, https } },
  };
  const file = join(folder, 'platform.config.ts');
  await writeFile(file, `export default ${JSON.stringify(platform, null, 2)};\n`);
  return ['--config', file, '--target', target];
}

describe('exit codes', () => {
  test.each([
    [[]],
    [['deploy']],
    [['plan']],
    [['status']],
    [['credentials']],
    [['edge']],
    [['logs']],
    [['destroy']],
    [['image']],
    [['release']],
    [['rollback']],
    [['promote']],
    [['abort']],
    [['pause']],
    [['resume']],
    [['maintenance']],
    [['history']],
  ])('%s --help tells them, and ends with 0', async (command) => {
    const { exitCode, stdout } = await causeway([...command, '--help']);
    expect(stdout).toContain('Exit codes:\n  0    done');
    expect(exitCode).toBe(0);
  });

  test.each([
    ['an unknown command', ['explode'], "unknown command 'explode'"],
    ['an unknown option', ['status', '--colour'], "unknown option '--colour'"],
    ['a tail that is no number', ['logs', '--tail', 'x'], 'Write a number, or all.'],
    ['a time that is none', ['logs', '--since', '5x'], 'Write a time'],
    ['a missing service', ['release'], "missing required argument 'service'"],
  ])('2 for %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await causeway(args);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test('2 for a target that the config does not have', async () => {
    const { exitCode, stderr } = await causeway(['status', ...(await config()), '-c', 'moon']);
    expect(stderr.trim()).toBe('--target moon: the config has no such target; write one of cli-test');
    expect(exitCode).toBe(2);
  });

  test('2 for a service that the config does not have', async () => {
    const { exitCode, stderr } = await causeway(['image', 'web', ...(await config())]);
    expect(stderr.trim()).toBe('web: the config has no such service; write one of api');
    expect(exitCode).toBe(2);
  });

  test('2 for mistakes in the config, all of them with their lines', async () => {
    const { exitCode, stdout, stderr } = await causeway([
      'deploy',
      '--json',
      ...(await config({ port: 0, https: 99_999 })),
    ]);
    expect(stderr).toMatch(/platform\.config\.ts:\d+ services\.api\.port: /);
    expect(stderr).toMatch(/platform\.config\.ts:\d+ targets\.cli-test\.https: /);
    expect(JSON.parse(stdout)).toEqual({
      error: expect.stringMatching(/services\.api\.port: /),
      exitCode: 2,
    });
    expect(exitCode).toBe(2);
  });

  test('1 for mistakes where 2 means that something would change', async () => {
    const { exitCode } = await causeway(['plan', '--detailed-exitcode', ...(await config({ port: 0 }))]);
    expect(exitCode).toBe(1);
  });

  test.each([['status'], ['credentials'], ['logs'], ['destroy']])(
    '3 for %s where no engine answers',
    async (command) => {
      const { exitCode, stdout, stderr } = await causeway([command, ...(await config())]);
      expect(stderr).toContain(`Docker engine at ${nowhere}: not reachable`);
      expect(stdout).toBe('');
      expect(exitCode).toBe(3);
    },
  );

  test.each([
    ['1 for a mistake of a plan', ['plan', '--detailed-exitcode'], { port: 0 }, 1, /services\.api\.port/],
    ['2 for an unknown option', ['status', '--colour'], {}, 2, /^error: unknown option '--colour'$/],
    ['2 for a missing service', ['abort'], {}, 2, /^error: missing required argument 'service'$/],
    ['2 for a canary that falls', ['release', 'api', '--canary', '25%,5%'], {}, 2, /shares that rise/],
    ['2 for a step of no time', ['release', 'api', '--canary', '5%,100%', '--step', '0s'], {}, 2, /from 1/],
    ['3 for no engine', ['status'], {}, 3, /^Docker engine at .*: not reachable/],
  ] as const)('as JSON too: %s', async (_what, words, changes, code, error) => {
    const { exitCode, stdout } = await causeway([...words, '--json', ...(await config(changes))]);
    expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(error), exitCode: code });
    expect(exitCode).toBe(code);
  });

  test('4 for a tool that is not there', async () => {
    const { exitCode, stderr } = await causeway(['status', ...(await config())], { PATH: folder });
    expect(stderr.trim()).toBe(
      'docker: not found on the path; run `npm run deploy`, which sets the machine up',
    );
    expect(exitCode).toBe(4);
  });

  test('130 when it is interrupted, and what it had started ends', async () => {
    await writeFile(
      join(folder, 'docker'),
      `#!/bin/sh\necho $$ >${folder}/pid\necho started\nexec sleep 600\n`,
      { mode: 0o755 },
    );
    const args = await config();
    const running = causeway(['logs', 'api', ...args], { PATH: `${folder}:${process.env.PATH}` });
    const pid = await appearing(join(folder, 'pid'));
    running.kill('SIGINT');
    const { exitCode, stderr } = await running;
    expect(stderr).toContain('interrupted during');
    expect(exitCode).toBe(130);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('a look before anything is touched', () => {
  let listener: Server;

  beforeEach(async () => {
    listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, '0.0.0.0', resolve));
  });

  afterEach(() => new Promise((resolve) => listener.close(resolve)));

  test('4 for a port that another program holds', async () => {
    const { port } = listener.address() as { port: number };
    const { exitCode, stdout, stderr } = await causeway(['deploy', ...(await config({ https: port }))]);
    expect(stderr).toContain(`port ${port}: taken by `);
    expect(stderr).not.toContain('\nTouch');
    expect(stdout).toBe('');
    expect(exitCode).toBe(4);
  });
});

describe('facts', () => {
  test('stand alone on standard output as JSON, and words about them on standard error', async () => {
    const { exitCode, stdout, stderr } = await causeway(['edge', '--json', ...(await config())]);
    expect(Object.keys(JSON.parse(stdout))).toContain('lds.json');
    expect(stderr).toContain('No agent answers');
    expect(exitCode).toBe(0);
  });
});

/** The number in a file that another process is about to write. */
async function appearing(file: string): Promise<number> {
  const read = async () => Number(await readFile(file, 'utf8').catch(() => '0'));
  await expect.poll(read, { timeout: 20_000 }).toBeGreaterThan(0);
  return await read();
}
