/** How OpenSSH reaches a machine. */
export interface SshConfig {
  /** Alias of the machine, as in `Host`. */
  readonly host: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  /** Every option by its name in lower case; one that is given several times has several values. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** As Vagrant wrote it, for `ssh -F`. */
  readonly text: string;
}

export function parseSshConfig(text: string): SshConfig {
  const options: Record<string, string[]> = {};
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (name && value !== undefined)
      options[name.toLowerCase()] = [...(options[name.toLowerCase()] ?? []), unquote(value)];
  }
  return {
    host: only('host'),
    hostName: only('hostname'),
    port: Number(only('port')),
    user: only('user'),
    identityFiles: options.identityfile ?? [],
    options,
    text,
  };

  function only(name: string): string {
    const value = options[name]?.[0];
    if (value === undefined) throw new Error(`ssh-config: Vagrant gave no ${name} in:\n${text}`);
    return value;
  }
}

function unquote(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}
