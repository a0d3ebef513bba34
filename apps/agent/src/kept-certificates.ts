import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CertificateFile } from './certificate-file.ts';
import { jsonNames } from './json-file.ts';

/** The last good certificate of each name in the plan that is not the local authority's. */
export class KeptCertificates {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(name: string): CertificateFile {
    return new CertificateFile(this.#path(name));
  }

  names(): string[] {
    return jsonNames(this.#folder);
  }

  forget(name: string): void {
    rmSync(this.#path(name), { force: true });
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}
