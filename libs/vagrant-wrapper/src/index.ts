export type { Box } from './box.ts';
export type { RunOptions } from './command.ts';
export type { TextLevel, VagrantEvent } from './event.ts';
export type { MachineStatus } from './machine-status.ts';
export type { Message } from './message.ts';
export type { RemoteOptions, RemoteOutcome } from './remote-command.ts';
export type { SshConfig } from './ssh-config.ts';
export {
  type BoxOptions,
  type HaltOptions,
  type MachineOptions,
  openVagrant,
  type ProvisionOptions,
  type ReloadOptions,
  type UpOptions,
  type Vagrant,
  type VagrantOptions,
} from './vagrant.ts';
export { VagrantError, type VagrantErrorDetails, type VagrantErrorKind } from './vagrant-error.ts';
