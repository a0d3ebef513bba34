import type { Plan } from '@causeway/plan';
import type { EdgeSecrets } from './live.ts';
import {
  type Extension,
  extension,
  type SdsSecretConfig,
  type Secret,
  type TlsParameters,
} from './messages.ts';
import { type EdgeFiles, fileNames, polledSource, renderFile } from './resource-file.ts';

export const tlsSocket = (plan: Plan): Extension =>
  extension('envoy.transport_sockets.tls', 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      tls_params: tlsParameters,
      alpn_protocols: ['h2', 'http/1.1'],
      // Envoy takes the one whose names have the client's, else the first
      tls_certificate_sds_secret_configs: plan.edge.certificates.map(
        ({ name }): SdsSecretConfig => ({
          name,
          sds_config: polledSource(plan, fileNames.certificate(name)),
        }),
      ),
    },
  });

// forward secrecy and authenticated encryption only; TLS 1.3 brings its own suites
const tlsParameters = {
  tls_minimum_protocol_version: 'TLSv1_2',
  tls_maximum_protocol_version: 'TLSv1_3',
  cipher_suites: [
    '[ECDHE-ECDSA-AES128-GCM-SHA256|ECDHE-ECDSA-CHACHA20-POLY1305]',
    '[ECDHE-RSA-AES128-GCM-SHA256|ECDHE-RSA-CHACHA20-POLY1305]',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
  ],
  ecdh_curves: ['X25519MLKEM768', 'X25519', 'P-256'],
} satisfies TlsParameters;

/** A file for each certificate of the plan: one that the edge refuses leaves the others as they are. */
export const certificateFiles = (plan: Plan, certificates: EdgeSecrets['certificates']): EdgeFiles =>
  Object.fromEntries(
    plan.edge.certificates.map(({ name }) => [
      fileNames.certificate(name),
      renderFile('secret', [certificateSecret(name, certificates[name])]),
    ]),
  );

type Certificate = EdgeSecrets['certificates'][string];

function certificateSecret(name: string, certificate: Certificate | undefined): Secret {
  if (!certificate) throw new Error(`${name}: the plan names it, and there is no such certificate`);
  return secretOf(name, certificate);
}

// chain and key in one file, so that one rename changes both
const secretOf = (name: string, { chain, key }: Certificate): Secret => ({
  name,
  tls_certificate: {
    certificate_chain: { inline_string: chain },
    private_key: { inline_string: key },
  },
});
