import { anyOf } from './escape.ts';
import { type Extension, extension } from './messages.ts';

const forwarded = 'x-forwarded-';

/** Removes, before anything reads them, request headers by which a client could pose as a proxy in front of us. */
export const earlyHeaders: Extension = removing([...forgedPrefixes().map(startingWith), ...forgedHeaders()]);

/** From a proxy that we trust only its word on the client's address is taken. */
export const earlyHeadersOfProxies: Extension = removing([
  ...forgedPrefixes()
    .filter((prefix) => prefix !== forwarded)
    .map(startingWith),
  allBut(forwarded, 'for'),
  ...forgedHeaders(),
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

function startingWith(prefix: string): string {
  return `${prefix}.*`;
}

/** RE2 cannot say `not`: a word is another one where it ends too early, goes on, or differs in a letter. */
function allBut(prefix: string, word: string): string {
  const letters = [...word].map((letter, at) => `${word.slice(0, at)}([^${letter}].*)?`);
  return `${prefix}(${[...letters, `${word}.+`].join('|')})`;
}

/** One expression (RE2) reads the name of each header once; a mutation for each name would go through all of them. */
function removing(names: readonly string[]): Extension {
  const regex = `(?i)${anyOf(...names)}`;
  return extension(
    'envoy.http.early_header_mutation.header_mutation',
    'envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation',
    { mutations: [{ remove_on_match: { key_matcher: { safe_regex: { regex } } } }] },
  );
}
