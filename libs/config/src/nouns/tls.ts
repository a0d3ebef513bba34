import { z } from 'zod';
import { acmeDirectory } from '../fields/acme-directory.ts';
import { email } from '../fields/email.ts';
import { flag, ofKind, text } from '../fields/field.ts';
import { hostPath } from '../fields/host-path.ts';

export const tlsModes = ['self-signed', 'files', 'acme'] as const;

export const tlsSchema = ofKind(
  z.strictObject({
    mode: ofKind(z.enum(tlsModes), { is: 'a TLS mode', example: 'self-signed' }).meta({
      description:
        'Where certificates come from. `self-signed`: an authority made on the host, whose certificate is left in `.causeway/<target>/ca.crt`. `files`: a folder on the host. `acme`: an authority such as Let’s Encrypt, which asks each host for a proof on port 80.',
    }),
    directory: hostPath('/etc/causeway/certificates').optional().meta({
      description:
        'Of `files`: folder on the host with `<service>.crt` and `<service>.key` for each service, or `default.crt` and `default.key` for those without; PEM, the leaf first. Roots that only you know go into `authorities.crt`.',
      defaultsTo: 'required with `files`',
    }),
    authority: acmeDirectory().optional().meta({
      description:
        "Of `acme`: `'letsencrypt'`, `'letsencrypt-staging'` for trying out, or the URL of another authority's directory.",
      defaultsTo: "`'letsencrypt'`",
    }),
    contact: email().optional().meta({
      description: 'Of `acme`: e-mail address that the authority may write to.',
      defaultsTo: 'required with `acme`',
    }),
    agreeToTerms: flag().optional().meta({
      description: "Of `acme`: that you have read the authority's terms of service and agree to them.",
      defaultsTo: 'required with `acme`',
    }),
    root: rootCertificate().optional().meta({
      description:
        "Of `acme`: certificate in PEM of the authority that the directory's own HTTPS comes from, where it is no public one.",
      defaultsTo: 'the public ones',
    }),
  }),
  { is: 'an object', example: { mode: 'self-signed' } },
);

function rootCertificate() {
  return text({ is: 'a certificate in PEM', example: '-----BEGIN CERTIFICATE-----…' }, (value) => {
    if (/^\s*-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.test(value)) return undefined;
    return {
      rule: 'must be one certificate in PEM',
      fix: "write readFileSync('root.crt', 'utf8') with the path of its file",
    };
  });
}
