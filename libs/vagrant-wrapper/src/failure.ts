import type { Message } from './message.ts';
import type { VagrantErrorDetails, VagrantErrorKind } from './vagrant-error.ts';

/** Ruby classes of Vagrant's errors, without what they are nested in. */
const kinds: Readonly<Record<string, VagrantErrorKind>> = {
  ProviderNotFound: 'provider-missing',
  ProviderNotFoundSuggestion: 'provider-missing',
  ProviderNotUsable: 'provider-missing',
  NoDefaultProvider: 'provider-missing',
  BoxAddShortNotFound: 'box-unknown',
  BoxAddNoMatchingProvider: 'box-unknown',
  BoxAddNoMatchingVersion: 'box-unknown',
  BoxFileNotExist: 'box-unknown',
  BoxMetadataFileNotFound: 'box-unknown',
  BoxMetadataDownloadError: 'box-unknown',
  BoxNotFound: 'box-unknown',
  BoxNotFoundWithProvider: 'box-unknown',
  BoxNotFoundWithProviderAndVersion: 'box-unknown',
  BoxRemoveNotFound: 'box-unknown',
  DownloaderError: 'box-unknown',
  MachineLocked: 'machine-locked',
  MachineActionLockedError: 'machine-locked',
  EnvironmentLockedError: 'machine-locked',
  VMBootTimeout: 'boot-timeout',
  VMBootBadState: 'boot-timeout',
  MachineGuestNotReady: 'boot-timeout',
  MachineNotFound: 'machine-unknown',
  VMNoMatchError: 'machine-unknown',
  VMNotFoundError: 'machine-unknown',
  VMNotCreatedError: 'not-created',
  ContainerNotCreatedError: 'not-created',
  VMNotRunningError: 'not-running',
  ContainerNotRunningError: 'not-running',
  SSHNotReady: 'not-running',
  ForwardPortCollision: 'port-taken',
  ForwardPortAutolistEmpty: 'port-taken',
  SSHAuthenticationFailed: 'ssh-failed',
  SSHConnectionRefused: 'ssh-failed',
  SSHConnectionTimeout: 'ssh-failed',
  SSHDisconnected: 'ssh-failed',
  SSHHostDown: 'ssh-failed',
  SSHNoRoute: 'ssh-failed',
  SnapshotNotFound: 'snapshot-unknown',
  SnapshotNotSupported: 'not-supported',
  UnimplementedProviderAction: 'not-supported',
  NoEnvironmentError: 'vagrantfile-missing',
  ConfigInvalid: 'vagrantfile-invalid',
  VagrantfileLoadError: 'vagrantfile-invalid',
  VagrantfileSyntaxError: 'vagrantfile-invalid',
  VagrantfileNameError: 'vagrantfile-invalid',
  VagrantInterrupt: 'cancelled',
};

export interface Ending {
  readonly command: string;
  readonly exitCode: number;
  readonly messages: readonly Message[];
  readonly tail: readonly string[];
}

/** What a command that ended with another exit code than 0 has died of. */
export function failureOf({ command, exitCode, messages, tail }: Ending): VagrantErrorDetails {
  const last = messages.findLast(({ type }) => type === 'error-exit');
  const [vagrantClass, message = earlyFailure(tail)] = last?.data ?? [];
  const machine = messages.findLast((each) => each.machine)?.machine;
  return {
    kind: kindOf(vagrantClass, message ?? '', messages),
    command,
    message: message?.trim() || `${command}: exit code ${exitCode}`,
    ...(machine && { machine }),
    ...(vagrantClass && { vagrantClass }),
    exitCode,
    tail,
  };
}

/** What Vagrant says while it reads the Vagrantfile is for people alone. */
function earlyFailure(tail: readonly string[]): string | undefined {
  const heading = tail.findIndex((line) => line.startsWith('Vagrant failed to initialize'));
  return heading < 0 ? undefined : tail.slice(heading + 1).join('\n');
}

function kindOf(vagrantClass = '', message: string, messages: readonly Message[]): VagrantErrorKind {
  const known = kinds[vagrantClass.split('::').at(-1) ?? ''];
  if (known) return known;
  if (isProvisioning(messages) && /non-zero exit status/.test(message)) return 'provisioning-failed';
  if (vagrantClass === '' && /Vagrantfile/.test(message)) return 'vagrantfile-invalid';
  if (/port is already allocated|address already in use/.test(message)) return 'port-taken';
  return 'failed';
}

/** Vagrant has no class of its own for a provisioner that fails, but says when one begins. */
function isProvisioning(messages: readonly Message[]): boolean {
  return messages.some(({ type, data }) => type === 'ui' && data[1]?.includes('Running provisioner: '));
}
