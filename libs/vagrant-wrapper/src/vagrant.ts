import { type Box, boxesOf } from './box.ts';
import { type RunOptions, runVagrant, type Surroundings } from './command.ts';
import { type MachineStatus, statusesOf } from './machine-status.ts';
import type { Message } from './message.ts';
import { type RemoteOptions, type RemoteOutcome, runRemotely } from './remote-command.ts';
import { snapshotsOf } from './snapshot.ts';
import { parseSshConfig, type SshConfig } from './ssh-config.ts';

export interface VagrantOptions {
  /** Folder of the Vagrantfile. */
  readonly folder: string;
  /** Name or path of the program; without it `vagrant`. */
  readonly program?: string;
  /** In addition to this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds that a command gets to clean up once it is cancelled or overdue; without it a minute. */
  readonly grace?: number;
}

export interface MachineOptions extends RunOptions {
  /** Names of machines; without it all of the Vagrantfile. */
  readonly machines?: readonly string[];
}

export interface ProvisionOptions {
  /** Whether to run provisioners; without it Vagrant does so for a new machine alone. */
  readonly provision?: boolean;
  /** Names of provisioners; without it all. */
  readonly provisionWith?: readonly string[];
}

export interface UpOptions extends MachineOptions, ProvisionOptions {
  readonly provider?: string;
  /** Whether a machine goes that was half made when something failed; without it, it does. */
  readonly destroyOnError?: boolean;
}

export interface HaltOptions extends MachineOptions {
  /** Pulls the plug. */
  readonly force?: boolean;
}

export interface ReloadOptions extends HaltOptions, ProvisionOptions {}

export interface BoxOptions extends RunOptions {
  readonly name?: string;
  readonly provider?: string;
  readonly version?: string;
  /** Over one of the same name. */
  readonly force?: boolean;
}

const minute = 60_000;

/** For what hangs, not for what is slow; a caller's own comes first. Milliseconds. */
const deadlines = {
  /** Starting Ruby and asking the provider. */
  look: 2 * minute,
  /** Services get 90 s from systemd before they are killed. */
  halt: 10 * minute,
  /** A box to download, a processor that is emulated, packages to install. */
  make: 60 * minute,
};

/** Looks at nothing yet; each method runs one command of Vagrant's. */
export function openVagrant(options: VagrantOptions): Vagrant {
  return new Vagrant(options);
}

export class Vagrant {
  readonly #surroundings: Surroundings;

  constructor({ folder, program = 'vagrant', environment = {}, grace = minute }: VagrantOptions) {
    this.#surroundings = { folder, program, environment, grace };
  }

  /** Makes machines that are not there, and starts those that are off. */
  async up({ machines = [], provider, destroyOnError, provision, provisionWith, ...limits }: UpOptions = {}) {
    const words = [
      ...named('provider', provider),
      ...onOff('destroy-on-error', destroyOnError),
      ...provisioning({ provision, provisionWith }),
    ];
    await this.#run(['up', ...machines, ...words], deadlines.make, limits);
  }

  async halt({ machines = [], force, ...limits }: HaltOptions = {}): Promise<void> {
    await this.#run(['halt', ...machines, ...flag('force', force)], deadlines.halt, limits);
  }

  /** Halts and starts. */
  async reload({ machines = [], force, provision, provisionWith, ...limits }: ReloadOptions = {}) {
    const words = [...flag('force', force), ...provisioning({ provision, provisionWith })];
    await this.#run(['reload', ...machines, ...words], deadlines.make, limits);
  }

  async provision({
    machines = [],
    provisionWith,
    ...limits
  }: MachineOptions & Pick<ProvisionOptions, 'provisionWith'> = {}): Promise<void> {
    await this.#run(['provision', ...machines, ...provisioning({ provisionWith })], deadlines.make, limits);
  }

  /** Removes machines with all their data, without asking. */
  async destroy({ machines = [], ...limits }: MachineOptions = {}): Promise<void> {
    await this.#run(['destroy', '--force', ...machines], deadlines.halt, limits);
  }

  async status({ machines = [], ...limits }: MachineOptions = {}): Promise<MachineStatus[]> {
    return statusesOf(await this.#run(['status', ...machines], deadlines.look, limits));
  }

  /** Of one machine, which has to run. */
  async sshConfig(machine: string, limits: RunOptions = {}): Promise<SshConfig> {
    const messages = await this.#run(['ssh-config', machine], deadlines.look, limits);
    return parseSshConfig(messages.find(({ type }) => type === 'ssh-config')?.data[0] ?? '');
  }

  /** Runs a command line on the machine, whatever it ends with; `config` spares asking Vagrant for it. */
  async ssh(
    machine: string,
    commandLine: string,
    { config, ...options }: RemoteOptions & { readonly config?: SshConfig } = {},
  ): Promise<RemoteOutcome> {
    return runRemotely(config ?? (await this.sshConfig(machine, options)), commandLine, options);
  }

  readonly snapshot = {
    /** Over one of the same name. */
    save: async (machine: string, name: string, limits: RunOptions = {}): Promise<void> => {
      await this.#run(['snapshot', 'save', machine, name, '--force'], deadlines.make, limits);
    },
    /** Starts the machine as it was, without provisioning it. */
    restore: async (machine: string, name: string, limits: RunOptions = {}): Promise<void> => {
      await this.#run(['snapshot', 'restore', machine, name, '--no-provision'], deadlines.make, limits);
    },
    list: async (machine: string, limits: RunOptions = {}): Promise<string[]> =>
      snapshotsOf(await this.#run(['snapshot', 'list', machine], deadlines.look, limits), machine),
    delete: async (machine: string, name: string, limits: RunOptions = {}): Promise<void> => {
      await this.#run(['snapshot', 'delete', machine, name], deadlines.halt, limits);
    },
  };

  /** `source` is a file, a URL, or a name of the public catalogue. */
  async boxAdd(
    source: string,
    { name, provider, version, force, ...limits }: BoxOptions = {},
  ): Promise<void> {
    const words = [
      ...named('name', name),
      ...named('provider', provider),
      ...named('box-version', version),
      ...flag('force', force),
    ];
    await this.#run(['box', 'add', source, ...words], deadlines.make, limits);
  }

  async boxes(limits: RunOptions = {}): Promise<Box[]> {
    return boxesOf(await this.#run(['box', 'list'], deadlines.look, limits));
  }

  /** All versions of it. */
  async boxRemove(name: string, limits: RunOptions & { readonly provider?: string } = {}): Promise<void> {
    const { provider, ...rest } = limits;
    const words = ['box', 'remove', name, '--all', '--force', ...named('provider', provider)];
    await this.#run(words, deadlines.halt, rest);
  }

  #run(words: readonly string[], deadline: number, limits: RunOptions): Promise<Message[]> {
    return runVagrant(this.#surroundings, words, { deadline, ...limits });
  }
}

function provisioning({
  provision,
  provisionWith,
}: {
  readonly provision?: boolean | undefined;
  readonly provisionWith?: readonly string[] | undefined;
}): string[] {
  return [...onOff('provision', provision), ...named('provision-with', provisionWith?.join(','))];
}

function named(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, value];
}

function onOff(name: string, value: boolean | undefined): string[] {
  return value === undefined ? [] : [value ? `--${name}` : `--no-${name}`];
}

function flag(name: string, value: boolean | undefined): string[] {
  return value ? [`--${name}`] : [];
}
