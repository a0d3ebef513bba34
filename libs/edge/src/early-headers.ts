import { type Extension, extension } from './messages.ts';

/** Removes, before anything reads them, request headers by which a client could pose as a proxy in front of us. */
export const earlyHeaders: Extension = extension(
  'envoy.http.early_header_mutation.header_mutation',
  'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
  { mutations: [...forgedPrefixes().map(removePrefix), ...forgedHeaders().map(removeHeader)] },
);

function forgedPrefixes() {
  return ['x-envoy-', 'x-forwarded-', 'x-original-', 'x-rewrite-'];
}

function forgedHeaders() {
  return [
    'cf-connecting-ip',
    'forwarded',
    'front-end-https',
    'proxy',
    'remote-user',
    'true-client-ip',
    'x-client-ip',
    'x-cluster-client-ip',
    'x-host',
    'x-http-method',
    'x-http-method-override',
    'x-method-override',
    'x-real-ip',
    'x-release',
    'x-remote-user',
    'x-replica',
  ];
}

function removePrefix(prefix: string) {
  return { remove_on_match: { key_matcher: { prefix, ignore_case: true } } };
}

function removeHeader(name: string) {
  return { remove: name };
}
