import { join } from 'node:path';
import { CertificateFile } from './certificate-file.ts';

/** The last good certificate of each name in the plan that is not the local authority's. */
export class KeptCertificates {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(name: string): CertificateFile {
    return new CertificateFile(join(this.#folder, `${name}.json`));
  }
}
