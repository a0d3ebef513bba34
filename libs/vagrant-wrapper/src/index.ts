export type { RunOptions } from './command.ts';
export type { TextLevel, VagrantEvent } from './event.ts';
export type { MachineStatus } from './machine-status.ts';
export type { Message } from './message.ts';
export type { SshConfig } from './ssh-config.ts';
export {
  type MachineOptions,
  openVagrant,
  type UpOptions,
  type Vagrant,
  type VagrantOptions,
} from './vagrant.ts';
export { VagrantError, type VagrantErrorKind } from './vagrant-error.ts';
