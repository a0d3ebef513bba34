import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalAuthority } from '../certificate.ts';
import type { Certificate } from '../certificate-file.ts';

/** Somebody else's authority, which puts certificates into a folder on the host. */
export class Issuer {
  readonly #folder: string;
  readonly #state: string;
  #issued = 0;

  /** `state` is the issuer's own. */
  constructor(folder: string, state: string) {
    this.#folder = folder;
    this.#state = state;
  }

  root(): Promise<string> {
    return this.#authority().authorityCertificate('somebody else', Date.now());
  }

  async trustHere(): Promise<void> {
    this.write('authorities.crt', await this.root(), 0o644);
  }

  /** `at`: when it is issued, in milliseconds since the epoch. */
  issue(hosts: readonly string[], at = Date.now()): Promise<Certificate> {
    this.#issued += 1;
    return this.#authority(this.#issued).certificate('somebody else', hosts, at);
  }

  /** A new one in place of what is there; gives its chain. */
  async put(stem: string, hosts: readonly string[]): Promise<string> {
    const { chain, key } = await this.issue(hosts);
    this.write(`${stem}.crt`, chain, 0o644);
    this.write(`${stem}.key`, key, 0o600);
    return chain;
  }

  write(name: string, content: string, mode: number): void {
    rmSync(join(this.#folder, name), { force: true });
    writeFileSync(join(this.#folder, name), content, { mode });
  }

  #authority(issued = 0): LocalAuthority {
    return new LocalAuthority({
      authority: join(this.#state, 'issuer.json'),
      certificate: join(this.#state, `issued-${issued}.json`),
    });
  }
}
