/** A machine that is reached by OpenSSH, and by what it is known. */
export interface Machine {
  /** The target that is on it. */
  readonly target: string;
  /** As people name it: `ssh://deploy@203.0.113.7`. */
  readonly name: string;
  /** A host name, an address, or a `Host` of the person's own ssh config. */
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
  /** File of a private key; without it those of the person's ssh config and agent. */
  readonly identity?: string;
  /** File in which the machine's key is kept from the first contact on. */
  readonly knownHosts: string;
  /** What its key is kept under, where the address is not always the same machine's. */
  readonly alias?: string;
}

/** The parts of `ssh://user@host:port`. */
export function parseAddress(address: string): Pick<Machine, 'name' | 'host' | 'user' | 'port'> {
  const { hostname, username, port } = new URL(address);
  return {
    name: address,
    host: hostname,
    ...(username && { user: username }),
    ...(port && { port: Number(port) }),
  };
}
