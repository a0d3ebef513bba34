export type VagrantErrorKind =
  /** There is no `vagrant` to start. */
  | 'not-installed'
  | 'provider-missing'
  | 'box-unknown'
  /** Another Vagrant works on it. */
  | 'machine-locked'
  /** It is on, and did not answer on SSH in time. */
  | 'boot-timeout'
  | 'provisioning-failed'
  /** The Vagrantfile has no machine of that name. */
  | 'machine-unknown'
  | 'not-created'
  | 'not-running'
  | 'port-taken'
  | 'ssh-failed'
  | 'snapshot-unknown'
  /** The provider cannot do that. */
  | 'not-supported'
  | 'vagrantfile-missing'
  | 'vagrantfile-invalid'
  /** The caller's deadline passed. */
  | 'overdue'
  /** The caller's signal was aborted. */
  | 'cancelled'
  /** All else; `vagrantClass` may say more. */
  | 'failed';

export interface VagrantErrorDetails {
  readonly kind: VagrantErrorKind;
  /** The command line. */
  readonly command: string;
  readonly message: string;
  readonly machine?: string;
  /** Ruby class of Vagrant's error. */
  readonly vagrantClass?: string;
  readonly exitCode?: number;
  /** The last lines of what was said. */
  readonly tail: readonly string[];
}

export class VagrantError extends Error {
  override readonly name = 'VagrantError';
  readonly kind: VagrantErrorKind;
  readonly command: string;
  readonly machine: string | undefined;
  readonly vagrantClass: string | undefined;
  readonly exitCode: number | undefined;
  readonly tail: readonly string[];

  constructor(details: VagrantErrorDetails) {
    super(details.message);
    this.kind = details.kind;
    this.command = details.command;
    this.machine = details.machine;
    this.vagrantClass = details.vagrantClass;
    this.exitCode = details.exitCode;
    this.tail = details.tail;
  }
}
