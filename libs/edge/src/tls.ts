import type { Plan } from '@causeway/plan';
import type { EdgeSecrets } from './live.ts';
import { type Extension, extension, type Secret, type TlsParameters } from './messages.ts';
import { fileNames, source } from './resource-file.ts';

/** Name of the certificate's secret, and so of its counters. */
export const certificateName = 'certificate';

export const tlsSocket = (plan: Plan): Extension =>
  extension('envoy.transport_sockets.tls', 'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      tls_params: tlsParameters,
      alpn_protocols: ['h2', 'http/1.1'],
      tls_certificate_sds_secret_configs: [
        { name: certificateName, sds_config: source(plan, fileNames.certificate) },
      ],
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

// chain and key in one file, so that one rename changes both
export const certificateSecret = ({ chain, key }: EdgeSecrets['certificate']): Secret => ({
  name: certificateName,
  tls_certificate: {
    certificate_chain: { inline_string: chain },
    private_key: { inline_string: key },
  },
});
