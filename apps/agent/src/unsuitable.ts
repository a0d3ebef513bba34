import type { X509Certificate } from 'node:crypto';

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
/** The DER of the extension's name (RFC 7633, 1.3.6.1.5.5.7.1.24). */
const tlsFeature = Buffer.from('06082b06010505070118', 'hex');

/** Why the edge or its clients would refuse a leaf that is in order otherwise. One refusal of the edge would stop all its changes. */
export function unsuitable(leaf: X509Certificate): string | undefined {
  return unsuitableKey(leaf) ?? unsuitableUse(leaf) ?? unsuitableFeature(leaf);
}

function unsuitableKey({ publicKey }: X509Certificate): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength = 0, namedCurve = '' } = {} } =
    publicKey;
  const isGood = type === 'rsa' ? modulusLength >= 2048 : type === 'ec' && curves.includes(namedCurve);
  if (isGood) return undefined;
  const what = [type, modulusLength || namedCurve].filter(Boolean).join(' ');
  return `its key (${what}) is of a kind that the edge or browsers refuse; take ECDSA with P-256, or RSA with 2048 bits or more`;
}

/** P-256, P-384 and P-521. */
const curves: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/** Without any use named, all are meant. */
function unsuitableUse({ keyUsage }: X509Certificate): string | undefined {
  const uses: readonly string[] = keyUsage ?? [];
  if (uses.length === 0 || uses.includes(serverAuthentication)) return undefined;
  return 'its certificate is not one for servers (extended key usage)';
}

function unsuitableFeature({ raw }: X509Certificate): string | undefined {
  if (!raw.includes(tlsFeature)) return undefined;
  return 'its certificate demands a stapled OCSP response ("must-staple"), which the edge does not have; order one without';
}
