import { type RunOptions, runVagrant, type Surroundings } from './command.ts';
import { type MachineStatus, statusesOf } from './machine-status.ts';
import type { Message } from './message.ts';
import { parseSshConfig, type SshConfig } from './ssh-config.ts';

export interface VagrantOptions {
  /** Folder of the Vagrantfile. */
  readonly folder: string;
  /** Name or path of the program; without it `vagrant`. */
  readonly program?: string;
  /** In addition to this process's. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface MachineOptions extends RunOptions {
  /** Names of machines; without it all of the Vagrantfile. */
  readonly machines?: readonly string[];
}

export interface UpOptions extends MachineOptions {
  readonly provider?: string;
  /** Without it only a new machine is provisioned. */
  readonly provision?: boolean;
}

export type Vagrant = ReturnType<typeof openVagrant>;

/** Vagrant's own clean-up after Ctrl-C removes a machine that was half made. */
const grace = 60_000;

const seconds = 1000;
const minutes = 60 * seconds;

/** Generous: they are for what hangs, not for what is slow. */
const deadlines = { look: 1 * minutes, destroy: 10 * minutes, up: 60 * minutes };

/** Looks at nothing yet; each method runs one command of Vagrant's. */
export function openVagrant({ folder, program = 'vagrant', environment = {} }: VagrantOptions) {
  const surroundings: Surroundings = { folder, program, environment, grace };

  const run = (words: readonly string[], deadline: number, options: RunOptions): Promise<Message[]> =>
    runVagrant(surroundings, words, { deadline, ...options });

  return {
    async up({ machines = [], provider, provision, ...options }: UpOptions = {}): Promise<void> {
      const words = ['up', ...machines, ...named('provider', provider), ...onOff('provision', provision)];
      await run(words, deadlines.up, options);
    },

    async status({ machines = [], ...options }: MachineOptions = {}): Promise<MachineStatus[]> {
      return statusesOf(await run(['status', ...machines], deadlines.look, options));
    },

    /** Of one machine, which has to run. */
    async sshConfig(machine: string, options: RunOptions = {}): Promise<SshConfig> {
      const messages = await run(['ssh-config', machine], deadlines.look, options);
      return parseSshConfig(messages.find(({ type }) => type === 'ssh-config')?.data.join(',') ?? '');
    },

    /** Removes machines with all their data, without asking. */
    async destroy({ machines = [], ...options }: MachineOptions = {}): Promise<void> {
      await run(['destroy', '--force', ...machines], deadlines.destroy, options);
    },
  };
}

function named(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, value];
}

function onOff(name: string, value: boolean | undefined): string[] {
  return value === undefined ? [] : [value ? `--${name}` : `--no-${name}`];
}
