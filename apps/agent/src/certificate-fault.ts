import type { Certificate } from './certificate-file.ts';

/** Why a file cannot be used that is there. */
export interface CertificateFault {
  readonly file: string;
  /** The certificate itself, or the authority that is to sign the next one. */
  readonly of: 'certificate' | 'authority';
  readonly wrong: string;
  /** What to do. */
  readonly mend: string;
}

/** Without the file's name. `served` is what the edge shows meanwhile, `container` where the file is. */
export function describeFault(
  { of, wrong, mend }: CertificateFault,
  { names = [], notAfter }: Partial<Certificate>,
  container: string,
): string {
  const whose = `${of === 'authority' ? 'authority for the next certificate' : 'certificate'} of ${names.join(', ')}`;
  const until = notAfter === undefined ? '' : `, until ${new Date(notAfter).toISOString().slice(0, 10)}`;
  return `${whose}: ${wrong}; in the container ${container}, ${mend}. Meanwhile the edge goes on with the last good certificate${until}`;
}
