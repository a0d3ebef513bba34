import { describe, expect, it } from 'vitest';
import { decide, decideFront, decideMachine, type Work } from './decide.ts';
import { builtImages, registryImages } from './images.ts';
import type { Observed } from './observed.ts';

const away = { reachable: false, reason: 'registry.example: ENOTFOUND' };
const there = { reachable: true, reason: 'registry.example answers 200' };
const ours = builtImages();

/** A fresh Debian as root, without systemd, engine and registries. */
const freshDebian: Observed = {
  dockerHost: 'unix:///var/run/docker.sock',
  machine: { os: 'linux', root: true, apt: true, systemd: false, architecture: 'x86_64' },
  engine: { state: 'silent', reason: 'nobody listens' },
  daemon: { installed: false, running: false },
  images: { registry: away, pulled: {}, built: {}, base: false, machine: false },
  terraform: { bin: 'terraform', version: '1.11.4' },
  provider: { registry: away, mirrored: false },
  go: { version: '1.26.8' },
  pip: true,
  vagrant: false,
  envoy: false,
  pebble: 'not asked for',
  missing: { engine: ['docker.io', 'iptables'], build: ['mmdebstrap'], test: [] },
};

const running: Observed['engine'] = {
  state: 'answers',
  version: '28.0.0',
  desktop: false,
  cpus: 2,
  architecture: 'x86_64',
  cgroup: 'v2',
};
const allIds = { node: 'sha256:n', edge: 'sha256:e', postgres: 'sha256:p', redis: 'sha256:r' };

/** A laptop with Docker Desktop and both registries. */
const laptop: Observed = {
  ...freshDebian,
  machine: { os: 'darwin', root: false, apt: false, systemd: false, architecture: 'x86_64' },
  engine: { ...running, desktop: true },
  images: { registry: there, pulled: {}, built: {}, base: false, machine: false },
  provider: { registry: there, mirrored: false },
  pip: false,
};

/** The fresh Debian after set-up. */
const ready: Observed = {
  ...freshDebian,
  engine: running,
  daemon: { installed: true, running: true },
  images: { registry: away, pulled: {}, built: allIds, base: true, machine: true },
  provider: { registry: away, mirrored: true },
  envoy: true,
  missing: { engine: [], build: [], test: [] },
};

function workOn(part: string, seen: Observed): Work | undefined {
  return decide(seen).find((decision) => decision.part === part)?.work;
}

function kindsOf(seen: Observed): Record<string, string> {
  return Object.fromEntries(decide(seen).map(({ part, work }) => [part, work.kind]));
}

describe('whole machines', () => {
  it('brings everything on a fresh Debian without registries', () => {
    expect(decide(freshDebian)).toMatchObject([
      { part: 'Docker engine', work: { kind: 'install-engine', packages: ['docker.io', 'iptables'] } },
      { part: 'Terraform', work: { kind: 'keep' } },
      { part: 'Docker provider', work: { kind: 'build-provider' } },
      { part: 'Envoy 1.40.0 for checks', work: { kind: 'unpack-envoy' } },
      { part: 'base image', work: { kind: 'build-base', ref: ours.base, packages: ['mmdebstrap'] } },
      { part: 'node image', work: { kind: 'build-image', role: 'node', ref: ours.roles.node } },
      { part: 'edge image', work: { kind: 'build-image', role: 'edge', ref: ours.roles.edge } },
      { part: 'postgres image', work: { kind: 'build-image', role: 'postgres', ref: ours.roles.postgres } },
      { part: 'redis image', work: { kind: 'build-image', role: 'redis', ref: ours.roles.redis } },
    ]);
  });

  it('builds and installs nothing where engine and registries are there', () => {
    expect(kindsOf(laptop)).toEqual({
      'Docker engine': 'keep',
      Terraform: 'keep',
      'Docker provider': 'keep',
      'Envoy 1.40.0 for checks': 'keep',
      'node image': 'pull-image',
      'edge image': 'pull-image',
      'postgres image': 'pull-image',
      'redis image': 'pull-image',
    });
  });

  it('does nothing the second time', () => {
    expect(new Set(decide(ready).map(({ work }) => work.kind))).toEqual(new Set(['keep']));
  });

  it('gives every decision a reason', () => {
    const reasons = [freshDebian, laptop, ready].flatMap(decide).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });
});

describe('the engine', () => {
  const debian = freshDebian.machine;
  const installed = { installed: true, running: false };

  it.each<[string, Partial<Observed>, Work]>([
    ['starts one that is installed where no systemd is', { daemon: installed }, { kind: 'start-engine' }],
    [
      'waits for one that has just been started',
      { daemon: { installed: true, running: true } },
      { kind: 'await-engine' },
    ],
    [
      'leaves one that systemd keeps stopped',
      { daemon: installed, machine: { ...debian, systemd: true } },
      { kind: 'stop', remedy: 'it is installed but stopped: `sudo systemctl start docker`' },
    ],
    [
      'starts none without root',
      { daemon: installed, machine: { ...debian, root: false } },
      { kind: 'stop', remedy: 'it is installed but stopped: start `dockerd` as root' },
    ],
    [
      'installs none without root',
      { machine: { ...debian, root: false } },
      { kind: 'stop', remedy: 'run as root, or install it: https://docs.docker.com/engine/install/' },
    ],
    [
      'installs none where apt is not',
      { machine: { ...debian, apt: false } },
      { kind: 'stop', remedy: 'install and start Docker: https://docs.docker.com/engine/install/' },
    ],
    [
      'touches no other host',
      { dockerHost: 'ssh://deploy@10.0.0.5' },
      { kind: 'stop', remedy: 'start the engine there, or check `docker -H ssh://deploy@10.0.0.5 version`' },
    ],
  ])('%s', (_, change, work) => {
    expect(workOn('Docker engine', { ...freshDebian, ...change })).toEqual(work);
  });
});

describe('the images', () => {
  it('are pulled although our own are there, once the registry answers', () => {
    const seen = { ...ready, images: { ...ready.images, registry: there } };
    expect(workOn('redis image', seen)).toEqual({
      kind: 'pull-image',
      role: 'redis',
      ref: registryImages.redis,
    });
  });

  it('stay those of the registry when it goes away', () => {
    const seen = {
      ...ready,
      images: { registry: away, pulled: allIds, built: {}, base: false, machine: false },
    };
    expect(kindsOf(seen)).toMatchObject({ 'node image': 'keep', 'redis image': 'keep' });
    expect(workOn('base image', seen)).toBeUndefined();
  });

  it('are built one by one: a changed recipe leaves the others alone', () => {
    const { redis: _, ...others } = allIds;
    const seen = { ...ready, images: { ...ready.images, built: others } };
    expect(kindsOf(seen)).toMatchObject({
      'base image': 'keep',
      'node image': 'keep',
      'redis image': 'build-image',
    });
  });

  it('cannot be built off Debian', () => {
    const seen = { ...laptop, images: { ...laptop.images, registry: away } };
    expect(workOn('base image', seen)).toMatchObject({ kind: 'stop' });
  });
});

describe('Terraform and its provider', () => {
  const { terraform: _, ...withoutTerraform } = freshDebian;
  const { go: __, ...withoutGo } = freshDebian;

  it.each<[string, string, Observed, Work['kind']]>([
    ['is asked for where it is missing', 'Terraform', withoutTerraform, 'stop'],
    [
      'is asked for when too old',
      'Terraform',
      { ...freshDebian, terraform: { bin: 'terraform', version: '1.4.9' } },
      'stop',
    ],
    [
      'may be OpenTofu',
      'Terraform',
      { ...freshDebian, terraform: { bin: 'tofu', version: '1.10.0' } },
      'keep',
    ],
    ['needs Go to be built', 'Docker provider', withoutGo, 'stop'],
    [
      'needs a Go that can fetch its toolchain',
      'Docker provider',
      { ...freshDebian, go: { version: '1.19.8' } },
      'stop',
    ],
    [
      'needs no Go once built',
      'Docker provider',
      { ...withoutGo, provider: { registry: away, mirrored: true } },
      'keep',
    ],
    [
      'comes from the registry where that answers',
      'Docker provider',
      { ...withoutGo, provider: { registry: there, mirrored: false } },
      'keep',
    ],
  ])('%s', (_title, part, seen, kind) => {
    expect(workOn(part, seen)?.kind).toBe(kind);
  });
});

describe('Envoy for checks', () => {
  it('comes out of the image where that was pulled', () => {
    const seen = { ...freshDebian, images: { ...freshDebian.images, registry: there } };
    expect(workOn('Envoy 1.40.0 for checks', seen)).toEqual({ kind: 'copy-envoy' });
  });

  it('needs pip where there is no registry', () => {
    expect(workOn('Envoy 1.40.0 for checks', { ...freshDebian, pip: false })).toEqual({
      kind: 'stop',
      remedy: 'install Python 3 with pip',
    });
  });
});

describe('the servers and tools of the tests', () => {
  const missing = { engine: [], build: [], test: ['redis-server'] };
  const part = 'servers and tools for tests';

  it('are installed where root may and nothing would start them', () => {
    expect(workOn(part, { ...ready, missing })).toEqual({
      kind: 'install-test-packages',
      packages: ['redis-server'],
    });
  });

  it('are left out where systemd would start them', () => {
    expect(workOn(part, { ...ready, missing, machine: { ...ready.machine, systemd: true } })).toEqual({
      kind: 'keep',
    });
  });
});

describe('Pebble for the tests', () => {
  const part = 'Pebble for tests of certificates';
  const missing: Observed = { ...ready, pebble: 'missing' };

  it.each<[string, Observed, string | undefined]>([
    ['is nobody’s affair who does not test', ready, undefined],
    ['is kept', { ...ready, pebble: 'here' }, 'keep'],
    ['is built where there is Go', missing, 'build-pebble'],
    ['is left out where Go is too old', { ...missing, go: { version: '1.18.0' } }, 'keep'],
  ])('%s', (_, seen, kind) => {
    expect(workOn(part, seen)?.kind).toBe(kind);
  });
});

describe('a balancer in front of several machines', () => {
  it('takes the image of the edge, and nothing else', () => {
    expect(decideFront(ready).map(({ part, work }) => [part, work.kind])).toEqual([
      ['Docker engine', 'keep'],
      ['edge image', 'keep'],
    ]);
  });

  it('has it built, with its base, where no registry answers', () => {
    expect(decideFront(freshDebian).map(({ part }) => part)).toEqual([
      'Docker engine',
      'base image',
      'edge image',
    ]);
  });
});

describe('a machine in a container', () => {
  const kinds = (seen: Observed) =>
    Object.fromEntries(decideMachine(seen).map(({ part, work }) => [part, work.kind]));

  it('brings engine, Vagrant and image on a fresh Debian, and nothing else', () => {
    expect(decideMachine(freshDebian)).toMatchObject([
      { part: 'Docker engine', work: { kind: 'install-engine' } },
      { part: 'Vagrant', work: { kind: 'install-vagrant', packages: ['vagrant'] } },
      { part: 'base image', work: { kind: 'build-base', ref: ours.base } },
      { part: 'machine image', work: { kind: 'build-machine', base: ours.base, ref: ours.machine } },
    ]);
  });

  it('takes the base of the registry where that answers', () => {
    const seen = { ...laptop, vagrant: true };
    expect(kinds(seen)).toEqual({
      'Docker engine': 'keep',
      Vagrant: 'keep',
      'machine image': 'build-machine',
    });
    expect(decideMachine(seen).at(-1)?.work).toMatchObject({ base: 'debian:bookworm-slim' });
  });

  it('asks for Vagrant where it may not install it', () => {
    expect(kinds(laptop).Vagrant).toBe('stop');
  });

  it('does nothing the second time', () => {
    const seen = { ...ready, vagrant: true };
    expect(new Set(decideMachine(seen).map(({ work }) => work.kind))).toEqual(new Set(['keep']));
  });
});

describe('an engine on another machine', () => {
  const far: Observed = { ...ready, images: { ...ready.images, built: {}, base: false } };
  const lender = { dockerHost: 'unix:///here.sock', built: allIds };

  it('is given the images of the engine here in one stream, and nothing is built', () => {
    expect(workOn('images', { ...far, lender })).toEqual({
      kind: 'stream-images',
      from: 'unix:///here.sock',
      refs: Object.values(ours.roles),
    });
    expect(kindsOf({ ...far, lender })).not.toHaveProperty('base image');
  });

  it('is given only what it does not have', () => {
    const { redis, ...others } = ours.roles;
    const images = { ...far.images, built: { redis: 'sha256:r' } };
    expect(workOn('images', { ...far, images, lender })).toMatchObject({ refs: Object.values(others) });
    expect(workOn('redis image', { ...far, images, lender })).toEqual({ kind: 'keep' });
  });

  it('pulls for itself where it can', () => {
    const seen = { ...far, lender, images: { ...far.images, registry: there } };
    expect(kindsOf(seen)).toMatchObject({ 'node image': 'pull-image', 'redis image': 'pull-image' });
    expect(workOn('images', seen)).toBeUndefined();
  });

  it('lends no Envoy to a machine of another kind', () => {
    const engine = { ...running, architecture: 'aarch64' };
    const seen = { ...far, engine, envoy: false, images: { ...far.images, registry: there } };
    expect(workOn('Envoy 1.40.0 for checks', seen)).toEqual({ kind: 'unpack-envoy' });
    expect(workOn('Envoy 1.40.0 for checks', { ...seen, pip: false })).toEqual({ kind: 'keep' });
    expect(workOn('Envoy 1.40.0 for checks', { ...seen, engine: running })).toEqual({ kind: 'copy-envoy' });
  });

  it('gets nothing that is built for other processors', () => {
    const seen = { ...far, engine: { ...running, architecture: 'aarch64' } };
    expect(workOn('base image', seen)).toMatchObject({
      kind: 'stop',
      remedy: expect.stringContaining('aarch64'),
    });
  });
});
