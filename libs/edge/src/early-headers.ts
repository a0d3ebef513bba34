import { type Extension, extension, type HeaderMutation } from './messages.ts';

const forwarded = 'x-forwarded-';

/** Removes, before anything reads them, request headers by which a client could pose as a proxy in front of us. */
export const earlyHeaders: Extension = removing([
  ...forgedPrefixes().map(removePrefix),
  ...forgedHeaders().map(removeHeader),
]);

/** From a proxy that we trust only its word on the client's address is taken. */
export const earlyHeadersOfProxies: Extension = removing([
  ...forgedPrefixes()
    .filter((prefix) => prefix !== forwarded)
    .map(removePrefix),
  removeAllBut(forwarded, 'for'),
  ...forgedHeaders().map(removeHeader),
]);

function forgedPrefixes() {
  return [
    'x-auth-request-',
    'x-causeway-',
    'x-envoy-',
    forwarded,
    'x-original-',
    'x-remote-',
    'x-rewrite-',
    'x-ssl-',
    'x-webauth-',
  ];
}

function forgedHeaders() {
  return [
    'cf-connecting-ip',
    'fastly-client-ip',
    'forwarded',
    'front-end-https',
    'proxy',
    'proxy-authorization',
    'remote-user',
    'true-client-ip',
    'x-accel-mapping',
    'x-authenticated-user',
    'x-client-cert',
    'x-client-ip',
    'x-client-verify',
    'x-cluster-client-ip',
    'x-custom-ip-authorization',
    'x-host',
    'x-http-host-override',
    'x-http-method',
    'x-http-method-override',
    'x-method-override',
    'x-originating-ip',
    'x-override-url',
    'x-path-info',
    'x-proxy-url',
    'x-real-ip',
    'x-release',
    'x-replica',
    'x-scheme',
    'x-script-name',
    'x-sendfile-type',
    'x-url-scheme',
  ];
}

function removePrefix(prefix: string): HeaderMutation {
  return { remove_on_match: { key_matcher: { prefix, ignore_case: true } } };
}

function removeHeader(name: string): HeaderMutation {
  return { remove: name };
}

/** RE2 cannot say `not`: a word is another one where it ends too early, goes on, or differs in a letter. */
function removeAllBut(prefix: string, word: string): HeaderMutation {
  const letters = [...word].map((letter, at) => `${word.slice(0, at)}([^${letter}].*)?`);
  const regex = `${prefix}(${[...letters, `${word}.+`].join('|')})`;
  return { remove_on_match: { key_matcher: { safe_regex: { regex } } } };
}

function removing(mutations: readonly HeaderMutation[]): Extension {
  return extension(
    'envoy.http.early_header_mutation.header_mutation',
    'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
    { mutations },
  );
}
