import type { MachinePlan } from '@causeway/plan';

/** What set-up says of the engine that is to hold the machine. */
export interface MachineFacts {
  readonly image: string;
  readonly cgroup: 'v1' | 'v2';
}

type Size = Pick<MachinePlan, 'cpus' | 'memory'>;

/** What Vagrant's Docker provider takes. */
export interface ContainerMachine {
  readonly image: string;
  /** For `docker run`. */
  readonly createArgs: readonly string[];
}

/** A container that behaves as a machine: systemd, an engine and a firewall of its own inside, and no `--privileged`. */
export function containerMachine({ image, cgroup }: MachineFacts, size: Size): ContainerMachine {
  return { image, createArgs: [...rights, ...memoryFiles, ...controlGroups[cgroup](size)] };
}

/** As much as `--privileged` gives on engines that may give all of it, and what the others can give. */
const rights = [
  '--cap-add=ALL',
  // some hosts do not have it to give, and refuse the container; nothing of ours needs it
  '--cap-drop=SYS_RESOURCE',
  '--security-opt=seccomp=unconfined',
  '--security-opt=apparmor=unconfined',
  // the engine inside hands devices on to its containers
  '--device-cgroup-rule=a *:* rwm',
];

/** Where systemd expects memory; a real machine's /tmp lets programs run too. */
const memoryFiles = ['--tmpfs=/run', '--tmpfs=/tmp:exec,mode=1777'];

const controlGroups = {
  // systemd keeps its own branch in the host's tree; limits of it would not hold for the containers inside
  v1: () => ['--cgroupns=host', '--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw'],
  // a tree of its own, which the first process makes writable
  v2: ({ cpus, memory }: Size) => ['--cgroupns=private', `--cpus=${cpus}`, `--memory=${memory}`],
} satisfies Record<MachineFacts['cgroup'], (size: Size) => readonly string[]>;
