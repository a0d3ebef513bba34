import { Secret } from '@causeway/release';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Crashes } from './crashes.ts';
import { DockerContainers } from './docker-containers.ts';
import { runInside } from './run-inside.ts';
import {
  answerOf,
  docker,
  engine,
  inspect,
  makeHost,
  plan,
  removeContainers,
  removeHost,
  replicaOf,
} from './testing/engine.ts';

const crashes = new Crashes();
const containers = new DockerContainers({ docker: engine, plan, crashes, stateDirectory: '/' });
const name = `${plan.prefix}-api-r1-1`;
const task = `${plan.prefix}-api-r1-migrate`;

beforeAll(() => makeHost());
afterAll(() => removeHost());
afterEach(() => removeContainers());

describe('a replica', () => {
  test('answers at its own address, and is listed with all that its labels say', async () => {
    const spec = replicaOf();
    await containers.start(spec);
    expect(await answerOf(spec)).toBe('hello');
    expect(await containers.replicas()).toEqual([
      {
        container: name,
        service: 'api',
        release: 'r1',
        replica: 1,
        address: spec.replica.address,
        state: 'running',
        restarts: 0,
        exitCode: 0,
        startedAt: expect.any(Number),
      },
    ]);
  });

  test.each(['restart', 'kill'])(
    'keeps its address after `docker %s`, though others came meanwhile',
    async (what) => {
      const spec = replicaOf({ uses: ['postgres'] });
      await containers.start(spec);
      await answerOf(spec);
      docker(what, name);
      docker(
        'run',
        '--detach',
        '--label',
        `causeway.platform=${plan.platform}`,
        '--label',
        'causeway.target=local',
        '--network',
        plan.networks.services.name,
        spec.release.image,
        'sleep',
        '600',
      );
      docker('start', name);
      expect(await answerOf(spec)).toBe('hello');
      const { Networks } = (await inspect(name)).NetworkSettings;
      expect(Networks[plan.networks.services.name]?.IPAddress).toBe(spec.replica.address);
      expect(Object.keys(Networks).sort()).toEqual([plan.networks.data.name, plan.networks.services.name]);
    },
  );

  test('comes back by itself after a crash, at its address', async () => {
    const spec = replicaOf();
    await containers.start(spec);
    await answerOf(spec);
    await fetch(`http://${spec.replica.address}:3000/crash`).catch(() => {});
    expect(await answerOf(spec)).toBe('hello');
    expect(await containers.replicas()).toMatchObject([{ state: 'running', restarts: 1 }]);
  });

  test('replaces an equal one that was left over, whether it runs or not', async () => {
    await containers.start(replicaOf({ answer: 'old' }));
    await containers.start(replicaOf({ answer: 'newer' }));
    expect(await answerOf(replicaOf())).toBe('newer');
    docker('stop', '--time', '0', name);
    await containers.start(replicaOf({ answer: 'newest' }));
    expect(await answerOf(replicaOf())).toBe('newest');
    expect(await containers.replicas()).toHaveLength(1);
  });

  test('has limits, labels and no new privileges', async () => {
    await containers.start(replicaOf());
    const { HostConfig, Config } = await inspect(name);
    expect(HostConfig).toMatchObject({
      Memory: 64 * 2 ** 20,
      MemorySwap: 64 * 2 ** 20,
      PidsLimit: 32,
      Privileged: false,
      SecurityOpt: ['no-new-privileges'],
      CapDrop: ['NET_RAW', 'MKNOD'],
      ReadonlyRootfs: false,
      RestartPolicy: { Name: 'unless-stopped' },
      Init: true,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      PortBindings: {},
      Binds: null,
    });
    expect(Config).toMatchObject({ StopTimeout: 3 });
    expect(Config.Labels).toEqual({
      'causeway.platform': plan.platform,
      'causeway.target': 'local',
      'causeway.role': 'service',
      'causeway.service': 'api',
      'causeway.release': 'r1',
      'causeway.version': '1.0.0+1',
      'causeway.replica': '1',
      'causeway.address': replicaOf().replica.address,
    });
  });

  test('that may not write writes to /tmp alone', async () => {
    await containers.start(replicaOf({ readOnly: true }));
    const write = (path: string) => runInside(engine, name, ['touch', path], 10_000);
    expect(await write('/tmp/file')).toMatchObject({ exitCode: 0 });
    expect(await write('/file')).toMatchObject({ exitCode: 1, output: expect.stringContaining('Read-only') });
  });

  test.each([
    { uses: [], networks: ['services'] },
    { uses: ['redis'], networks: ['data', 'services'] },
  ] as const)('that uses $uses is in $networks', async ({ uses, networks }) => {
    await containers.start(replicaOf({ uses: [...uses] }));
    const { Networks } = (await inspect(name)).NetworkSettings;
    expect(Object.keys(Networks).sort()).toEqual(networks.map((noun) => `${plan.prefix}-${noun}`));
  });

  test('gets secrets in its environment', async () => {
    const spec = replicaOf();
    const environment = { ...spec.environment, ANSWER: new Secret('postgresql://api:secret@host/api') };
    await containers.start({ ...spec, environment });
    expect(await answerOf(spec)).toBe('postgresql://api:secret@host/api');
  });

  test('that cannot start is an error, and what is left of it can be removed', async () => {
    const spec = replicaOf();
    await containers.start(spec);
    await expect(containers.start(replicaOf({ build: 2 }))).rejects.toThrow(/[Aa]ddress already in use/);
    await containers.remove(`${plan.prefix}-api-r2-1`, 1000);
    expect(await containers.replicas()).toHaveLength(1);
  });
});

describe('removing', () => {
  test('lets the program finish within its grace', async () => {
    const program = `process.on('SIGTERM', () => setTimeout(() => process.exit(0), 300)); setInterval(() => {}, 1000); console.log('ready')`;
    await containers.start(replicaOf({ program }));
    await logged('ready');
    const ended = engine.getContainer(name).wait();
    await containers.remove(name, 30_000);
    expect(await ended).toMatchObject({ StatusCode: 0 });
    expect(await containers.replicas()).toEqual([]);
  });

  test('kills what does not finish', async () => {
    const program = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')`;
    await containers.start(replicaOf({ program }));
    await logged('ready');
    const ended = engine.getContainer(name).wait();
    await containers.remove(name, 100);
    expect(await ended).toMatchObject({ StatusCode: 137 });
  });

  test('what is stopped, or not there, is no error', async () => {
    await containers.start(replicaOf());
    docker('stop', '--time', '0', name);
    await containers.remove(name, 1000);
    await expect(containers.remove(name, 1000)).resolves.toBeUndefined();
  });

  test('twenty times at once is no error, and it is gone then', async () => {
    await containers.start(replicaOf());
    await Promise.all(Array.from({ length: 20 }, () => containers.remove(name, 100)));
    expect(await containers.replicas()).toEqual([]);
  });
});

describe('a migration', () => {
  const run = (script: string, deadline = 60_000) =>
    containers.run(replicaOf(), ['node', '-e', script], deadline);

  test('gives its exit code and what it said on both streams, and is gone', async () => {
    const script = `console.log('one'); console.error('two'); console.log(process.env.ANSWER); process.exit(7)`;
    const { exitCode, output } = await run(script);
    expect(exitCode).toBe(7);
    expect(output.split('\n').filter(Boolean).sort()).toEqual(['hello', 'one', 'two']);
    expect(docker('ps', '--all', '--quiet', '--filter', `name=${task}`)).toBe('');
  });

  test('of many lines gives the last', async () => {
    const { output } = await run('for (let i = 1; i <= 100; i++) console.log("line", i)');
    expect(output.trim().split('\n')).toEqual(Array.from({ length: 20 }, (_, index) => `line ${81 + index}`));
  });

  test('that is not done at its deadline is told with its last lines, and is gone', async () => {
    await expect(run('console.log("half way"); setInterval(() => {}, 1000)', 3000)).rejects.toThrow(
      /^waited 3 s for "node -e .*" to end; its last lines:\nhalf way\n$/s,
    );
    expect(docker('ps', '--all', '--quiet', '--filter', `name=${task}`)).toBe('');
  });

  test('reaches the data network when the service uses it, and is no replica', async () => {
    const running = containers.run(
      replicaOf({ uses: ['postgres'] }),
      ['node', '-e', 'setInterval(() => {}, 1000)'],
      3000,
    );
    const networks = async () => Object.keys((await inspect(task)).NetworkSettings.Networks).sort();
    let seen: string[] = [];
    while (seen.length < 2) seen = await networks().catch(() => []);
    expect(seen).toEqual([plan.networks.data.name, plan.networks.services.name]);
    expect(await containers.replicas()).toEqual([]);
    await expect(running).rejects.toThrow('waited 3 s');
  });

  test("that an interrupted release left running ends before the next one begins, and no other service's", async () => {
    const orphan = (service: string) =>
      containers
        .run(replicaOf({ service }), ['node', '-e', 'setInterval(() => {}, 1000)'], 60_000)
        .catch(() => {});
    const [own, other] = [orphan('api'), orphan('site')];
    const running = (id: string) => docker('ps', '--quiet', '--filter', `name=${plan.prefix}-${id}-migrate`);
    while (!running('api-r1') || !running('site-r1')) await new Promise(setImmediate);

    const { exitCode } = await containers.run(replicaOf({ build: 2 }), ['node', '-e', ''], 60_000);
    expect(exitCode).toBe(0);
    expect(running('api-r1')).toBe('');
    expect(running('site-r1')).not.toBe('');
    removeContainers();
    await Promise.all([own, other]);
  });

  test('that an interruption left running ends with its release, and not with another', async () => {
    const left = run('setInterval(() => {}, 1000)').catch(() => {});
    const running = () => docker('ps', '--quiet', '--filter', `name=${task}`);
    while (!running()) await new Promise(setImmediate);
    await containers.endMigration(replicaOf({ build: 2 }).release);
    expect(running()).not.toBe('');
    await containers.endMigration(replicaOf().release);
    expect(docker('ps', '--all', '--quiet', '--filter', `name=${task}`)).toBe('');
    await left;
  });

  test('whose program is not there says so, and leaves nothing', async () => {
    await expect(containers.run(replicaOf(), ['no-such-program'], 10_000)).resolves.toMatchObject({
      exitCode: 127,
    });
    expect(docker('ps', '--all', '--quiet', '--filter', `name=${task}`)).toBe('');
  });
});

test('a migration that is aborted ends at once, says so with its last lines, and is gone', async () => {
  const abort = new AbortController();
  const script = 'console.log("half done"); setInterval(() => {}, 1000)';
  const run = containers.run(replicaOf(), ['node', '-e', script], 600_000, abort.signal);
  const refused = expect(run).rejects.toThrow(/was ended before it was done; its last lines:\nhalf done/);
  while (!(await containers.logTail(task)).includes('half done'));
  abort.abort(new Error('bob aborts'));
  await refused;
  expect(docker('ps', '--all', '--quiet', '--filter', `name=${task}`)).toBe('');
});

describe('a crash', () => {
  const [from] = [Date.now()];
  const known = async () => {
    await crashes.catchUp(engine, plan.labels, Date.now());
    return crashes.of(replicaOf().release, from).map(({ exitCode }) => exitCode);
  };
  /** Of a container of this very test: those of others have its name as well. */
  const during = async (act: () => unknown) => {
    const before = (await known()).length;
    await act();
    return (await known()).slice(before);
  };

  test('is an end of the process by itself, with its exit code', async () => {
    const spec = replicaOf();
    await containers.start(spec);
    await answerOf(spec);
    const crash = async () => {
      await fetch(`http://${spec.replica.address}:3000/crash`).catch(() => {});
      while ((await inspect(name)).RestartCount === 0);
    };
    expect(await during(crash)).toEqual([1]);
    expect(await during(() => {})).toEqual([]);
  });

  test.each([
    ['kill', name],
    ['kill', '--signal', 'HUP', name],
    ['stop', name],
    ['restart', name],
    ['rm', '--force', name],
  ])('is not docker %s %s %s', async (...command) => {
    const spec = replicaOf();
    await containers.start(spec);
    await answerOf(spec);
    expect(await during(() => docker(...command))).toEqual([]);
  });

  test('that the engine has forgotten is known from its count of restarts', async () => {
    const spec = replicaOf();
    await containers.start(spec);
    await answerOf(spec);
    await fetch(`http://${spec.replica.address}:3000/crash`).catch(() => {});
    while ((await inspect(name)).RestartCount === 0);
    const late = new Crashes();
    // Of the events from now on nothing is left to be told.
    await late.catchUp(engine, plan.labels, from - 3_600_000);
    expect(late.of(spec.release, from)).toMatchObject([{ replica: 1 }]);
  });
});

describe('the image of a release', () => {
  const own = `causeway/api:${plan.prefix}`;
  const tags = (reference: string) => docker('images', '--format', '{{.Repository}}:{{.Tag}}', reference);
  /** An image of its own, with the tag that a build gives. */
  const built = () => {
    const id = docker(
      'commit',
      '--message',
      String(Math.random()),
      docker('create', replicaOf().release.image, 'x'),
    );
    removeStray();
    docker('tag', id, own);
    return (build: number) => ({ ...replicaOf({ build }).release, image: id });
  };
  const removeStray = () => {
    const id = docker('ps', '--all', '--quiet', '--filter', `ancestor=${replicaOf().release.image}`);
    if (id) docker('rm', ...id.split('\n'));
  };

  test('stays until the last release that keeps it is forgotten, and then goes with its tags', async () => {
    const release = built();
    await containers.keep(release(1));
    await containers.keep(release(2));
    await containers.keep(release(2));
    await containers.forget(release(1));
    expect(await containers.imageSize(release(1).image)).toBeGreaterThan(0);
    await containers.forget(release(2));
    expect(await containers.imageSize(release(1).image)).toBeUndefined();
    expect(tags(own)).toBe('');
    await expect(containers.forget(release(2))).resolves.toBeUndefined();
  });

  test('stays when another target keeps it', async () => {
    const release = built();
    const kept = `causeway-kept/${plan.prefix}-other/api:r1`;
    docker('tag', release(1).image, kept);
    await containers.keep(release(1));
    await containers.forget(release(1));
    expect(tags(own)).toBe(own);
    docker('image', 'rm', own, kept);
  });

  test('stays while a container uses it, and with a tag that somebody else gave', async () => {
    const release = built();
    await containers.keep(release(1));
    const used = docker('create', release(1).image, 'x');
    await containers.forget(release(1));
    expect(tags(own)).toBe(own);
    docker('rm', used);
    const foreign = `${plan.prefix}-mine:1`;
    docker('tag', release(1).image, foreign);
    await containers.forget(release(1));
    expect(tags(foreign)).toBe(foreign);
    docker('image', 'rm', foreign);
  });
});

describe('a log', () => {
  test('gives the last lines of both streams, whole characters', async () => {
    const program = `console.log('λ'.repeat(20_000)); console.error('last'); setInterval(() => {}, 1000)`;
    await containers.start(replicaOf({ program }));
    await logged('last');
    const tail = await containers.logTail(name);
    expect(tail).toContain(`${'λ'.repeat(20_000)}\n`);
    expect(tail).toContain('last\n');
  });

  test('of what is not there is empty', async () => {
    expect(await containers.logTail(name)).toBe('');
  });
});

describe('what is known of the engine', () => {
  test('the size of an image, and nothing of one that is not there', async () => {
    expect(await containers.imageSize(replicaOf().release.image)).toBeGreaterThan(2 ** 20);
    expect(await containers.imageSize('sha256:0000')).toBeUndefined();
    expect(await containers.imageSize('nobody/nothing:1')).toBeUndefined();
  });

  test('the space that is free', async () => {
    expect(await containers.freeSpace()).toBeGreaterThan(0);
  });
});

describe('a command inside a container', () => {
  test('gives its exit code and both streams', async () => {
    await containers.start(replicaOf());
    const command = ['sh', '-c', 'echo one; echo two >&2; exit 3'];
    const { exitCode, output } = await runInside(engine, name, command, 30_000);
    // Docker keeps no order between the two
    expect({ exitCode, lines: output.trim().split('\n').sort() }).toEqual({
      exitCode: 3,
      lines: ['one', 'two'],
    });
  });

  test('gives its exit code also when it closes its output before it ends', async () => {
    await containers.start(replicaOf());
    const command = ['sh', '-c', 'exec >&- 2>&-; sleep 1; exit 3'];
    expect(await runInside(engine, name, command, 30_000)).toEqual({ exitCode: 3, output: '' });
  });

  test('that is not done at its deadline is an error that names it', async () => {
    await containers.start(replicaOf());
    await expect(runInside(engine, name, ['sleep', '600'], 2000)).rejects.toThrow(
      '"sleep" took longer than 2 s',
    );
  });

  test('in a container that does not run is an error', async () => {
    await expect(runInside(engine, name, ['true'], 10_000)).rejects.toThrow(/[Nn]o such container/);
  });
});

async function logged(line: string): Promise<void> {
  while (!(await containers.logTail(name)).includes(line));
}
