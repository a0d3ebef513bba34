import { extension } from './messages.ts';

/** One JSON line per request on standard output, without query, credentials or cookies. */
export const accessLog = extension(
  'envoy.access_loggers.stdout',
  'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
  {
    log_format: {
      omit_empty_values: true,
      json_format: {
        time: '%START_TIME%',
        request_id: '%REQ(X-REQUEST-ID)%',
        client: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
        user: '%REQ(X-REMOTE-USER)%',
        user_agent: '%REQ(USER-AGENT)%',
        tls: '%DOWNSTREAM_TLS_VERSION%',
        protocol: '%PROTOCOL%',
        method: '%REQ(:METHOD)%',
        host: '%REQ(:AUTHORITY)%',
        path: '%PATH(NQ)%',
        route: '%ROUTE_NAME%',
        status: '%RESPONSE_CODE%',
        flags: '%RESPONSE_FLAGS%',
        details: '%RESPONSE_CODE_DETAILS%',
        service: '%CLUSTER_METADATA(causeway:service)%',
        release: '%CLUSTER_METADATA(causeway:release)%',
        version: '%CLUSTER_METADATA(causeway:version)%',
        replica: '%UPSTREAM_METADATA(causeway:replica)%',
        upstream: '%UPSTREAM_HOST%',
        attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
        received_bytes: '%BYTES_RECEIVED%',
        sent_bytes: '%BYTES_SENT%',
        first_byte_ms: '%RESPONSE_DURATION%',
        duration_ms: '%DURATION%',
      },
    },
  },
);
