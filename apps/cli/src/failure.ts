/** What an exit code of this program says; the same for every command. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  mistake: 2,
  unreachable: 3,
  obstacle: 4,
  interrupted: 130,
} as const;

export type FailureKind = Exclude<keyof typeof exitCodes, 'ok'>;

export const exitCodeHelp = `
Exit codes:
  0    done, or nothing to do
  1    failed on the way; the message says what stands
  2    mistake in the config or the arguments; nothing was touched
  3    engine or agent not reachable, or the target is not deployed
  4    an obstacle found before anything was touched: a port or subnet in use, a full disk, another run, a missing
       tool, an image that cannot be pulled
  130  interrupted; the same command goes on from there
With --json a command that has no facts to print prints {"error": "…", "exitCode": …} instead.`;

/** An end of the command that its user can do something about; `message` says where, what and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
