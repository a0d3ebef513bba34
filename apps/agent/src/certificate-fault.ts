import type { ServedCertificate } from './certificate.ts';

/** Why a certificate cannot be used, or cannot be had. */
export interface CertificateFault {
  /** Or the host that there is no certificate for. */
  readonly file: string;
  /** `certificate`: the local authority's. `authority`: what is to sign the next one. `files`: the host's folder. */
  readonly of: 'certificate' | 'authority' | 'files' | 'acme';
  readonly wrong: string;
  /** What to do. */
  readonly mend: string;
}

/** Without the file's name. `served` is what the edge shows meanwhile, `container` where our own files are. */
export function describeFault(
  { of, wrong, mend }: CertificateFault,
  served: Partial<ServedCertificate>,
  container: string,
): string {
  const { names = [] } = served;
  const whose = `${of === 'authority' ? 'authority for the next certificate' : 'certificate'} of ${names.join(', ')}`;
  const place = of === 'certificate' || of === 'authority' ? `in the container ${container}, ` : '';
  return `${whose}: ${wrong}; ${place}${mend}. Meanwhile ${meanwhile(served)}`;
}

function meanwhile({ standIn, notAfter }: Partial<ServedCertificate>): string {
  if (standIn) return 'the edge shows a stand-in that nobody trusts';
  const until = notAfter === undefined ? '' : `, until ${new Date(notAfter).toISOString().slice(0, 10)}`;
  return `the edge goes on with the last good certificate${until}`;
}
