import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPlatform } from './load.ts';
import { configErrorOf } from './testing/config-error-of.ts';
import { temporaryWorkspace } from './testing/temporary-workspace.ts';

const file = 'stacks/platform.config.ts';

const valid = `export default {
  name: 'phrase',
  server: { users: [{ name: 'ada', publicKey: 'keys/ada.pub' }], packages: ['curl'] },
  edge: { tls: { mode: 'self-signed' }, memory: '128MiB' },
  data: { postgres: { readers: ['developer'] }, redis: {} },
  services: {
    api: {
      project: 'api',
      hosts: ['api.example.com'],
      port: 3000,
      replicas: 2,
      health: { path: '/status', interval: '1s' },
      deploy: { prepare: '/prepare', ready: '/ready', drain: '60s' },
      protect: [{ path: '/admin', users: ['ada'] }],
      block: ['/prepare', '/ready'],
      uses: ['postgres', 'redis'],
      migrate: ['node', 'migrate.js'],
      environment: { LOG_LEVEL: 'info' },
      memory: '256MiB',
    },
    site: { image: 'nginx:1.29', hosts: ['www.example.com'], port: 80 },
  },
  targets: {
    local: { http: 8080, https: 8443 },
    far: { host: 'ssh://deploy@far.example.com', http: 80, https: 443 },
  },
};
`;

interface Seeded {
  readonly title: string;
  /** What stands in the valid config, and what a person writes in its place. */
  readonly edit: Readonly<Record<string, string>>;
  /** The whole message after the file's name; it begins with the line. */
  readonly says: string;
}

const seeded: readonly Seeded[] = [
  {
    title: 'name: not fit',
    edit: { "name: 'phrase'": "name: 'Phrase Book'" },
    says: '2 name: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "Phrase Book"); write "phrase-book"',
  },
  {
    title: 'name: missing',
    edit: { "  name: 'phrase',\n": '\n' },
    says: '1 name: is missing; write name: "phrase"',
  },
  {
    title: 'name: a number',
    edit: { "name: 'phrase'": 'name: 7' },
    says: '2 name: must be a name (got 7); write "phrase"',
  },
  {
    title: 'name: too long',
    edit: { "name: 'phrase'": "name: 'a-name-that-is-longer-than-thirty-characters'" },
    says: '2 name: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "a-name-that-is-longer-than-thirty-characters"); write "a-name-that-is-longer-than-thi"',
  },
  {
    title: 'unknown key at the top',
    edit: { 'edge: {': 'edgy: {}, edge: {' },
    says: '4 edgy: is not a known field; did you mean "edge"?',
  },
  {
    title: 'unknown key far from all others',
    edit: { 'edge: {': "colour: 'red', edge: {" },
    says: '4 colour: is not a known field; write one of name, server, edge, data, services, targets',
  },
  {
    title: 'server: unknown key',
    edit: { "packages: ['curl']": "package: ['curl']" },
    says: '3 server.package: is not a known field; did you mean "packages"?',
  },
  {
    title: 'server: sudo as a string',
    edit: { 'publicKey:': "sudo: 'yes', publicKey:" },
    says: '3 server.users[0].sudo: must be true or false (got "yes"); write true',
  },
  {
    title: 'server: login name',
    edit: { "name: 'ada'": "name: 'Ada L'" },
    says: '3 server.users[0].name: must start with a letter or "_", hold only a-z, 0-9 and "_", and have at most 31 characters (got "Ada L"); write "ada_l"',
  },
  {
    title: 'server: private key',
    edit: { 'keys/ada.pub': 'keys/ada' },
    says: '3 server.users[0].publicKey: must be a .pub file in the workspace, relative to its root (got "keys/ada"); write "keys/ada.pub"',
  },
  {
    title: 'server: key outside the workspace',
    edit: { 'keys/ada.pub': '/root/.ssh/ada.pub' },
    says: '3 server.users[0].publicKey: must be a .pub file in the workspace, relative to its root (got "/root/.ssh/ada.pub"); write "keys/ada.pub"',
  },
  {
    title: 'server: two users of one name',
    edit: {
      "publicKey: 'keys/ada.pub' }]":
        "publicKey: 'keys/ada.pub' }, { name: 'ada', publicKey: 'keys/ada2.pub' }]",
    },
    says: '3 server.users[1].name: is in users[0] already (got "ada"); leave it out',
  },
  {
    title: 'server: package twice',
    edit: { "['curl']": "['curl', 'jq', 'curl']" },
    says: '3 server.packages[2]: is in packages[0] already (got "curl"); leave it out',
  },
  {
    title: 'server: package name',
    edit: { "['curl']": "['Curl!']" },
    says: '3 server.packages[0]: must be the name of a Debian package: a-z, 0-9 and +.- (got "Curl!"); write "curl"',
  },
  {
    title: 'edge: TLS mode',
    edit: { "'self-signed'": "'selfsigned'" },
    says: '4 edge.tls.mode: must be "self-signed" or "files" or "acme" (got "selfsigned"); write "self-signed"',
  },
  {
    title: 'edge: TLS mode as a word',
    edit: { "{ mode: 'self-signed' }": "'self-signed'" },
    says: '4 edge.tls: must be an object (got "self-signed"); write { mode: "self-signed" }',
  },
  {
    title: 'edge: TLS files without a folder',
    edit: { "mode: 'self-signed'": "mode: 'files'" },
    says: '4 edge.tls.directory: is missing; write directory: "/etc/causeway/certificates"',
  },
  {
    title: 'edge: TLS files in the workspace',
    edit: { "mode: 'self-signed'": "mode: 'files', directory: 'certificates'" },
    says: '4 edge.tls.directory: must be the absolute path of a folder on the host (got "certificates"); write "/etc/causeway/certificates"',
  },
  {
    title: "edge: TLS with another mode's field",
    edit: { "mode: 'self-signed'": "mode: 'self-signed', contact: 'ops@example.com'" },
    says: '4 edge.tls.contact: does not go with the mode "self-signed"; take it out, or write another mode',
  },
  {
    title: 'edge: ACME without agreement',
    edit: { "mode: 'self-signed'": "mode: 'acme', contact: 'ops@example.com'" },
    says: "4 edge.tls.agreeToTerms: is missing; write agreeToTerms: true once you have read the authority's terms of service",
  },
  {
    title: 'edge: ACME with a refusal',
    edit: { "mode: 'self-signed'": "mode: 'acme', contact: 'ops@example.com', agreeToTerms: false" },
    says: "4 edge.tls.agreeToTerms: must be true for `acme` (got false); write agreeToTerms: true once you have read the authority's terms of service",
  },
  {
    title: 'edge: ACME without contact',
    edit: { "mode: 'self-signed'": "mode: 'acme', agreeToTerms: true" },
    says: '4 edge.tls.contact: is missing; write contact: "ops@example.com", with an address that is read',
  },
  {
    title: 'edge: ACME contact with a name',
    edit: { "mode: 'self-signed'": "mode: 'acme', agreeToTerms: true, contact: 'Ops <ops@example.com>'" },
    says: '4 edge.tls.contact: must be one e-mail address (got "Ops <ops@example.com>"); write "ops@example.com"',
  },
  {
    title: 'target: ACME authority misspelt',
    edit: {
      'https: 443':
        "https: 443, tls: { mode: 'acme', agreeToTerms: true, contact: 'a@b.example', authority: 'staging' }",
    },
    says: '25 targets.far.tls.authority: must be "letsencrypt" or "letsencrypt-staging", or the https URL of a directory (got "staging"); write "letsencrypt-staging"',
  },
  {
    title: 'target: ACME root as a path',
    edit: {
      'https: 443':
        "https: 443, tls: { mode: 'acme', agreeToTerms: true, contact: 'a@b.example', root: 'root.crt' }",
    },
    says: `25 targets.far.tls.root: must be one certificate in PEM (got "root.crt"); write readFileSync('root.crt', 'utf8') with the path of its file`,
  },
  {
    title: 'target: ACME with a host for many names',
    edit: {
      "'www.example.com'": "'*.example.com'",
      'https: 443': "https: 443, tls: { mode: 'acme', agreeToTerms: true, contact: 'a@b.example' }",
    },
    says: '21 services.site.hosts[0]: must not stand for many names where the TLS mode is "acme", whose authority asks each of them over HTTP (got "*.example.com"); write each name, or use the mode "files"',
  },
  {
    title: 'edge: memory below the floor',
    edit: { "'128MiB'": "'32MiB'" },
    says: '4 edge.memory: must be at least 64MiB: with less the edge sheds load before it is busy (got "32MiB"); write "64MiB" or more',
  },
  {
    title: 'edge: fewer failed sign-ins than workers',
    edit: { "memory: '128MiB' }": "memory: '128MiB', signIns: { failures: 3 } }" },
    says: '4 edge.signIns.failures: must be at least 4 (got 3); write 4 or more',
  },
  {
    title: 'edge: failed sign-ins per number',
    edit: { "memory: '128MiB' }": "memory: '128MiB', signIns: { per: 60 } }" },
    says: '4 edge.signIns.per: must be a duration with its unit (got 60); write "60s"',
  },
  {
    title: 'service: limit without a time',
    edit: { 'port: 3000,': 'port: 3000, limits: [{ requests: 10 }],' },
    says: '10 services.api.limits[0].per: is missing; write per: "60s"',
  },
  {
    title: 'service: limit of nothing',
    edit: { 'port: 3000,': 'port: 3000, limits: [{ requests: 0, per: "1s" }],' },
    says: '10 services.api.limits[0].requests: must be at least 1 (got 0); write 1 or more',
  },
  {
    title: 'service: limit per a moment',
    edit: { 'port: 3000,': 'port: 3000, limits: [{ requests: 5, per: "100ms" }],' },
    says: '10 services.api.limits[0].per: must be at least 1s (got "100ms"); write "1s" or more',
  },
  {
    title: 'service: limit on a path with a query',
    edit: { 'port: 3000,': 'port: 3000, limits: [{ path: "/api?x", requests: 5, per: "1s" }],' },
    says: '10 services.api.limits[0].path: must not have a query: the rule holds for the path, whatever the query (got "/api?x"); write "/api"',
  },
  {
    title: 'service: two limits of one path and time',
    edit: {
      'port: 3000,':
        'port: 3000, limits: [{ path: "/a", requests: 5, per: "60s" }, { path: "/A", requests: 9, per: "1m" }],',
    },
    says: '10 services.api.limits[1].path: has a limit per 1m in limits[0] already (got "/A"); leave one of them out',
  },
  {
    title: 'service: access without networks',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin" }],' },
    says: '10 services.api.access[0]: has neither allow nor deny; write allow: ["203.0.113.0/24"]',
  },
  {
    title: 'service: access for nobody',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: [] }],' },
    says: '10 services.api.access[0].allow: must name at least one network (got []); write ["203.0.113.0/24"]',
  },
  {
    title: 'service: access by address',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: ["203.0.113.7"] }],' },
    says: '10 services.api.access[0].allow[0]: must say how many bits are the network (got "203.0.113.7"); write "203.0.113.7/32"',
  },
  {
    title: 'service: access by an address of IPv6',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", deny: ["2001:db8::1"] }],' },
    says: '10 services.api.access[0].deny[0]: must say how many bits are the network (got "2001:db8::1"); write "2001:db8::1/128"',
  },
  {
    title: 'service: access by name',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: ["office.example.com"] }],' },
    says: '10 services.api.access[0].allow[0]: must be a network as CIDR (got "office.example.com"); write "10.0.0.0/8"',
  },
  {
    title: 'service: access, host bits',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: ["203.0.113.7/24"] }],' },
    says: '10 services.api.access[0].allow[0]: must start at the first address of the network (got "203.0.113.7/24"); write "203.0.113.0/24"',
  },
  {
    title: 'service: access, host bits of IPv6',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: ["2001:db8::1/32"] }],' },
    says: '10 services.api.access[0].allow[0]: must start at the first address of the network (got "2001:db8::1/32"); write "2001:db8::/32"',
  },
  {
    title: 'service: access, IPv4 in the form of IPv6',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", deny: ["::ffff:203.0.113.7/120"] }],' },
    says: '10 services.api.access[0].deny[0]: must be written as IPv4 (got "::ffff:203.0.113.7/120"); write "203.0.113.0/24"',
  },
  {
    title: 'service: access for all addresses',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/admin", allow: ["0.0.0.0/0"] }],' },
    says: '10 services.api.access[0].allow[0]: must not be every address (got "0.0.0.0/0"); leave it out',
  },
  {
    title: 'service: access to a blocked path',
    edit: { 'port: 3000,': 'port: 3000, access: [{ path: "/ready/x", deny: ["203.0.113.0/24"] }],' },
    says: '10 services.api.access[0].path: is for nobody: block[1] "/ready" covers it (got "/ready/x"); leave it out here or in block',
  },
  {
    title: 'service: access to one path twice',
    edit: {
      'port: 3000,':
        'port: 3000, access: [{ path: "/a", deny: ["203.0.113.0/24"] }, { path: "/A", deny: ["198.51.100.0/24"] }],',
    },
    says: '10 services.api.access[1].path: is the path of access[0] already, upper and lower case being one (got "/A"); write its networks into access[0]',
  },
  {
    title: 'service: access allowed and denied',
    edit: {
      'port: 3000,':
        'port: 3000, access: [{ path: "/a", allow: ["203.0.113.0/28"], deny: ["203.0.113.0/24"] }],',
    },
    says: '10 services.api.access[0].allow[0]: is denied by deny[0] "203.0.113.0/24", which goes first (got "203.0.113.0/28"); leave it out here or there',
  },
  {
    title: 'service: access, network twice',
    edit: {
      'port: 3000,': 'port: 3000, access: [{ path: "/a", allow: ["203.0.113.0/24", "203.0.113.0/24"] }],',
    },
    says: '10 services.api.access[0].allow[1]: is in allow[0] already (got "203.0.113.0/24"); leave it out',
  },
  {
    title: 'data: unknown data service',
    edit: { 'redis: {} }': 'redis: {}, mongo: {} }' },
    says: '5 data.mongo: is not a known field; write one of postgres, redis',
  },
  {
    title: 'data: reader named like a service',
    edit: { "['developer']": "['api']" },
    says: '5 data.postgres.readers[0]: must not be the name of a service, whose role owns its database (got "api"); write "api_reader"',
  },
  {
    title: 'data: reader that Postgres keeps',
    edit: { "['developer']": "['pg_monitor']" },
    says: '5 data.postgres.readers[0]: must not be a role that Postgres keeps to itself (got "pg_monitor"); write "developer"',
  },
  {
    title: 'data: reader twice',
    edit: { "['developer']": "['developer', 'developer']" },
    says: '5 data.postgres.readers[1]: is in readers[0] already (got "developer"); leave it out',
  },
  {
    title: 'data: one reader where a list is wanted',
    edit: { "['developer']": "'developer'" },
    says: '5 data.postgres.readers: must be a list (got "developer"); write ["developer"]',
  },
  {
    title: 'service: name not fit',
    edit: { '    api: {': "    'My.Api': {" },
    says: '7 services["My.Api"]: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "My.Api"); write "my-api"',
  },
  {
    title: "service: name of the platform's own",
    edit: { '    api: {': '    guard: {' },
    says: '7 services.guard: must not be the name of the guard (got "guard"); write "my-guard"',
  },
  {
    title: 'service: no source',
    edit: { "      project: 'api',\n": '\n' },
    says: '7 services.api: has no source; write project: "api", image: "registry/name:tag" or context: "a/folder"',
  },
  {
    title: 'service: two sources',
    edit: { "project: 'api',": "project: 'api', image: 'api:1.0'," },
    says: '8 services.api.image: must not stand beside project: a service has one source (got "api:1.0"); write only one of project and image',
  },
  {
    title: 'service: project without Dockerfile',
    edit: { "project: 'api'": "project: 'apy'" },
    says: '8 services.api.project: has no apps/apy/Dockerfile (got "apy"); write one there, or name another',
  },
  {
    title: 'service: project as a path',
    edit: { "project: 'api'": "project: 'apps/api'" },
    says: '8 services.api.project: must be the name of a folder in apps/ (got "apps/api"); write "api"',
  },
  {
    title: 'service: context without Dockerfile',
    edit: { "project: 'api'": "context: 'services/api'" },
    says: '8 services.api.context: has no services/api/Dockerfile (got "services/api"); write one there, or name another',
  },
  {
    title: 'service: context outside the workspace',
    edit: { "project: 'api'": "context: '../api'" },
    says: '8 services.api.context: must be inside the workspace, relative to its root (got "../api"); write "api"',
  },
  {
    title: 'service: image without tag',
    edit: { "'nginx:1.29'": "'nginx'" },
    says: '21 services.site.image: must have a tag, which is the version that the release shows (got "nginx"); write "nginx:1.0" with the tag you want',
  },
  {
    title: 'service: image in upper case',
    edit: { "'nginx:1.29'": "'Nginx:1.29'" },
    says: '21 services.site.image: must be an image: registry/name:tag (got "Nginx:1.29"); write "nginx:1.29"',
  },
  {
    title: 'service: misspelt field',
    edit: { 'replicas: 2': 'replica: 2' },
    says: '11 services.api.replica: is not a known field; did you mean "replicas"?',
  },
  {
    title: 'service: not an object',
    edit: { "site: { image: 'nginx:1.29', hosts: ['www.example.com'], port: 80 }": "site: 'nginx:1.29'" },
    says: '21 services.site: must be an object (got "nginx:1.29"); write { image: "nginx:1.29", hosts: ["www.example.com"], port: 80 }',
  },
  {
    title: 'service: port missing',
    edit: { '      port: 3000,\n': '\n' },
    says: '7 services.api.port: is missing; write port: 3000',
  },
  {
    title: 'service: port as a string',
    edit: { 'port: 3000': "port: '3000'" },
    says: '10 services.api.port: must be a port (got "3000"); write 3000',
  },
  {
    title: 'service: port 0',
    edit: { 'port: 3000': 'port: 0' },
    says: '10 services.api.port: must be at least 1 (got 0); write 1 or more',
  },
  {
    title: 'service: port beyond the last',
    edit: { 'port: 3000': 'port: 70000' },
    says: '10 services.api.port: must be at most 65535 (got 70000); write 65535 or less',
  },
  {
    title: 'service: port with a fraction',
    edit: { 'port: 3000': 'port: 30.5' },
    says: '10 services.api.port: must be a port (got 30.5); write 3000',
  },
  {
    title: 'service: no replicas',
    edit: { 'replicas: 2': 'replicas: 0' },
    says: '11 services.api.replicas: must be at least 1 (got 0); write 1 or more',
  },
  {
    title: 'hosts: missing',
    edit: { "      hosts: ['api.example.com'],\n": '\n' },
    says: '7 services.api.hosts: is missing; write hosts: ["www.example.com"]',
  },
  {
    title: 'hosts: none',
    edit: { "['api.example.com']": '[]' },
    says: '9 services.api.hosts: must name at least one host (got []); write ["www.example.com"]',
  },
  {
    title: 'hosts: with a scheme',
    edit: { "'api.example.com'": "'https://api.example.com'" },
    says: '9 services.api.hosts[0]: must be a host name without a scheme (got "https://api.example.com"); write "api.example.com"',
  },
  {
    title: 'hosts: with a port',
    edit: { "'api.example.com'": "'api.example.com:8443'" },
    says: `9 services.api.hosts[0]: must be a host name without a port: the ports are the targets' (got "api.example.com:8443"); write "api.example.com"`,
  },
  {
    title: 'hosts: with a path',
    edit: { "'api.example.com'": "'api.example.com/v1'" },
    says: '9 services.api.hosts[0]: must be a host name without a path (got "api.example.com/v1"); write "api.example.com"',
  },
  {
    title: 'hosts: in upper case',
    edit: { "'api.example.com'": "'API.example.com'" },
    says: '9 services.api.hosts[0]: must be in lower case, as clients send it (got "API.example.com"); write "api.example.com"',
  },
  {
    title: 'hosts: with an underscore',
    edit: { "'api.example.com'": "'my_api.example.com'" },
    says: '9 services.api.hosts[0]: must be labels of a-z, 0-9 and "-", each at most 63 characters, joined by dots (got "my_api.example.com"); write "my-api.example.com"',
  },
  {
    title: 'hosts: with letters beyond ASCII',
    edit: { "'api.example.com'": "'bücher.example.com'" },
    says: '9 services.api.hosts[0]: must be labels of a-z, 0-9 and "-", each at most 63 characters, joined by dots (got "bücher.example.com"); write "xn--bcher-kva.example.com"',
  },
  {
    title: 'hosts: with a dot at the end',
    edit: { "'api.example.com'": "'api.example.com.'" },
    says: '9 services.api.hosts[0]: must not end with a dot (got "api.example.com."); write "api.example.com"',
  },
  {
    title: 'hosts: wildcard inside',
    edit: { "'api.example.com'": "'api.*.com'" },
    says: '9 services.api.hosts[0]: must have "*" only as its whole first label (got "api.*.com"); write "*.api.com"',
  },
  {
    title: 'hosts: twice in one service',
    edit: { "['api.example.com']": "['api.example.com', 'api.example.com']" },
    says: '9 services.api.hosts[1]: is in hosts[0] already (got "api.example.com"); leave it out',
  },
  {
    title: 'hosts: in two services',
    edit: { "'www.example.com'": "'api.example.com'" },
    says: '21 services.site.hosts[0]: must not be a host of services.api as well (got "api.example.com"); write another host, or take it out of one of the two',
  },
  {
    title: 'health: path without a slash',
    edit: { "path: '/status'": "path: 'status'" },
    says: '12 services.api.health.path: must start with "/" (got "status"); write "/status"',
  },
  {
    title: 'health: path missing',
    edit: { "{ path: '/status', interval: '1s' }": "{ interval: '1s' }" },
    says: '12 services.api.health.path: is missing; write path: "/status"',
  },
  {
    title: 'health: interval without a unit',
    edit: { "interval: '1s'": 'interval: 5' },
    says: '12 services.api.health.interval: must be a duration with its unit (got 5); write "5s"',
  },
  {
    title: 'health: interval too long',
    edit: { "interval: '1s'": "interval: '5m'" },
    says: '12 services.api.health.interval: must be at most 1m: a failing replica is noticed one interval late (got "5m"); write "1m" or less',
  },
  {
    title: 'health: blocked while asked from outside',
    edit: { "'/prepare', '/ready']": "'/prepare', '/ready', '/status']" },
    says: '15 services.api.block[2]: must not hide health.path "/status", which would answer 404 to checks from outside (got "/status"); leave it out, or write health: { outside: false } if nobody asks from outside',
  },
  {
    title: 'health: protected while asked from outside',
    edit: { "path: '/admin'": "path: '/'" },
    says: '14 services.api.protect[0].path: must not hide health.path "/status", which would answer 401 to checks from outside (got "/"); leave it out, or write health: { outside: false } if nobody asks from outside',
  },
  {
    title: 'deploy: prepare without ready',
    edit: { "ready: '/ready', ": '' },
    says: '13 services.api.deploy.prepare: must not stand without deploy.ready (got "/prepare"); add ready: "/ready-for-deploy", or leave prepare out',
  },
  {
    title: 'deploy: ready without prepare',
    edit: { "prepare: '/prepare', ": '' },
    says: '13 services.api.deploy.ready: must not stand without deploy.prepare (got "/ready"); add prepare: "/prepare-for-deploy", or leave ready out',
  },
  {
    title: 'deploy: hook that is reachable from outside',
    edit: { "['/prepare', '/ready']": "['/prepare']" },
    says: '13 services.api.deploy.ready: must not be reachable from outside (got "/ready"); add "/ready" to block',
  },
  {
    title: 'deploy: hook with a percent-escape',
    edit: { "prepare: '/prepare'": "prepare: '/%70repare'" },
    says: '13 services.api.deploy.prepare: must be written without percent-escapes, which have more than one spelling (got "/%70repare"); write "/prepare"',
  },
  {
    title: 'deploy: drain in words',
    edit: { "drain: '60s'": "drain: '2 minutes'" },
    says: '13 services.api.deploy.drain: must be a duration: digits and ms, s, m or h (got "2 minutes"); write "2m"',
  },
  {
    title: 'deploy: drain beyond a day',
    edit: { "drain: '60s'": "drain: '36h'" },
    says: '13 services.api.deploy.drain: must be at most 24h: old and new containers run side by side until it ends (got "36h"); write "24h" or less',
  },
  {
    title: 'deploy: boot too short',
    edit: { "drain: '60s'": "boot: '10ms'" },
    says: '13 services.api.deploy.boot: must be at least 1s (got "10ms"); write "1s" or more',
  },
  {
    title: 'deploy: stop grace below the drain',
    edit: { "drain: '60s'": "drain: '60s', stopGrace: '30s'" },
    says: '13 services.api.deploy.stopGrace: must not be below deploy.drain, which is 1m (got "30s"); write "70s", or leave it out',
  },
  {
    title: 'deploy: stop grace below the drain by default',
    edit: { "drain: '60s'": "stopGrace: '30s'" },
    says: '13 services.api.deploy.stopGrace: must not be below deploy.drain, which is 1m (got "30s"); write "70s", or leave it out',
  },
  {
    title: 'deploy: look without a unit',
    edit: { "drain: '60s'": 'look: 30' },
    says: '13 services.api.deploy.look: must be a duration with its unit (got 30); write "30s"',
  },
  {
    title: 'deploy: look too long',
    edit: { "drain: '60s'": "look: '1h'" },
    says: '13 services.api.deploy.look: must be at most 10m: a host that does not answer is given up only then (got "1h"); write "10m" or less',
  },
  {
    title: 'deploy: migration lock too short',
    edit: { "drain: '60s'": "migrateLock: '0s'" },
    says: '13 services.api.deploy.migrateLock: must be at least 1s (got "0s"); write "1s" or more',
  },
  {
    title: 'deploy: migration lock above the migration',
    edit: { "drain: '60s'": "migrate: '1m', migrateLock: '5m'" },
    says: '13 services.api.deploy.migrateLock: must not be above deploy.migrate, which is 1m: no migration holds the lock longer (got "5m"); write "1m" or less, or leave it out',
  },
  {
    title: 'deploy: snapshot in words',
    edit: { "drain: '60s'": "snapshot: 'yes'" },
    says: '13 services.api.deploy.snapshot: must be true or false (got "yes"); write true',
  },
  {
    title: 'deploy: snapshot of no database',
    edit: { "drain: '60s'": 'snapshot: true', "['postgres', 'redis']": "['redis']" },
    says: '13 services.api.deploy.snapshot: needs "postgres" in uses: it copies that database (got true); add it there, or leave it out',
  },
  {
    title: 'deploy: snapshot before no migration',
    edit: { "drain: '60s'": 'snapshot: true', "      migrate: ['node', 'migrate.js'],\n": '\n' },
    says: '13 services.api.deploy.snapshot: must not stand without migrate: the copy is made before it (got true); leave it out',
  },
  {
    title: 'deploy: bake beyond an hour',
    edit: { "drain: '60s'": "bake: '1.5h'" },
    says: '13 services.api.deploy.bake: must be a duration: digits and ms, s, m or h (got "1.5h"); write "90m"',
  },
  {
    title: 'deploy: bake too long',
    edit: { "drain: '60s'": "bake: '90m'" },
    says: '13 services.api.deploy.bake: must be at most 1h: old and new containers run side by side until it ends (got "90m"); write "1h" or less',
  },
  {
    title: 'deploy: errors as a number',
    edit: { "drain: '60s'": 'errors: 5' },
    says: '13 services.api.deploy.errors: must be a percentage (got 5); write "5%"',
  },
  {
    title: 'deploy: errors as a share of 1',
    edit: { "drain: '60s'": 'errors: 0.05' },
    says: '13 services.api.deploy.errors: must be a percentage (got 0.05); write "5%"',
  },
  {
    title: 'deploy: errors without the sign',
    edit: { "drain: '60s'": "errors: '2 percent'" },
    says: '13 services.api.deploy.errors: must be a percentage: a number and % (got "2 percent"); write "2%"',
  },
  {
    title: 'deploy: errors in words',
    edit: { "drain: '60s'": "errors: 'few'" },
    says: '13 services.api.deploy.errors: must be a percentage: a number and % (got "few"); write "5%"',
  },
  {
    title: 'deploy: errors too few',
    edit: { "drain: '60s'": "errors: '0.05%'" },
    says: '13 services.api.deploy.errors: must be at least 0.1%: a single answer among many would take a release back (got "0.05%"); write "0.1%" or more',
  },
  {
    title: 'deploy: errors beyond all',
    edit: { "drain: '60s'": "errors: '101%'" },
    says: '13 services.api.deploy.errors: must be at most 100% (got "101%"); write "100%" or less',
  },
  {
    title: 'deploy: keep nothing',
    edit: { "drain: '60s'": 'keep: 0' },
    says: '13 services.api.deploy.keep: must be at least 1 (got 0); write 1 or more',
  },
  {
    title: 'deploy: keep too many',
    edit: { "drain: '60s'": 'keep: 101' },
    says: '13 services.api.deploy.keep: must be at most 100 (got 101); write 100 or less',
  },
  {
    title: 'deploy: keep as a string',
    edit: { "drain: '60s'": "keep: '5'" },
    says: '13 services.api.deploy.keep: must be a number of releases (got "5"); write 5',
  },
  {
    title: 'sticky: a name alone',
    edit: { "memory: '256MiB'": "sticky: 'session'" },
    says: '19 services.api.sticky: must be an object (got "session"); write { cookie: "causeway-client" }',
  },
  {
    title: 'sticky: nothing named',
    edit: { "memory: '256MiB'": 'sticky: {}' },
    says: '19 services.api.sticky: names neither cookie nor header (got {}); write { cookie: "causeway-client" }, or a header of yours',
  },
  {
    title: 'sticky: two things named',
    edit: { "memory: '256MiB'": "sticky: { cookie: 'a', header: 'b' }" },
    says: '19 services.api.sticky: must not name both cookie and header (got { cookie: "a", header: "b" }); write only one of them',
  },
  {
    title: 'sticky: misspelt',
    edit: { "memory: '256MiB'": "sticky: { cookie: 'a', headers: 'b' }" },
    says: '19 services.api.sticky.headers: is not a known field; did you mean "header"?',
  },
  {
    title: 'sticky: cookie with a space',
    edit: { "memory: '256MiB'": "sticky: { cookie: 'my client' }" },
    says: '19 services.api.sticky.cookie: must start with a letter or digit, hold only letters, digits and ._-, and have at most 64 characters (got "my client"); write "my-client"',
  },
  {
    title: 'sticky: cookie with a prefix that browsers read',
    edit: { "memory: '256MiB'": "sticky: { cookie: '__Host-client' }" },
    says: '19 services.api.sticky.cookie: must start with a letter or digit, hold only letters, digits and ._-, and have at most 64 characters (got "__Host-client"); write "Host-client"',
  },
  {
    title: 'sticky: header with a colon',
    edit: { "memory: '256MiB'": "sticky: { header: ':path' }" },
    says: '19 services.api.sticky.header: must start with a letter or digit, and hold only letters, digits, "-" and "_" (got ":path"); write "path"',
  },
  {
    title: "sticky: header of the edge's own",
    edit: { "memory: '256MiB'": "sticky: { header: 'X-Envoy-Client' }" },
    says: '19 services.api.sticky.header: must not be one that the edge keeps to itself and takes out of requests (got "X-Envoy-Client"); write "x-client"',
  },
  {
    title: 'migrations: nothing runs them',
    edit: { "migrate: ['node', 'migrate.js']": "migrations: 'apps/api'" },
    says: '17 services.api.migrations: must not stand without migrate, which runs them (got "apps/api"); add migrate: ["node", "migrate.js"], or leave it out',
  },
  {
    title: 'migrations: no such folder',
    edit: { "memory: '256MiB'": "migrations: 'apps/api/migration'" },
    says: '19 services.api.migrations: is no folder here (got "apps/api/migration"); make it, or name another',
  },
  {
    title: 'migrations: a file',
    edit: { "memory: '256MiB'": "migrations: 'apps/api/Dockerfile'" },
    says: '19 services.api.migrations: is no folder here (got "apps/api/Dockerfile"); make it, or name another',
  },
  {
    title: 'migrations: outside the workspace',
    edit: { "memory: '256MiB'": "migrations: '/apps/api'" },
    says: '19 services.api.migrations: must be inside the workspace, relative to its root (got "/apps/api"); write "apps/api"',
  },
  {
    title: 'protect: no users',
    edit: { "users: ['ada']": 'users: []' },
    says: '14 services.api.protect[0].users: must name at least one user (got []); write ["developer"]',
  },
  {
    title: 'protect: user with a colon',
    edit: { "users: ['ada']": "users: ['ada:secret']" },
    says: '14 services.api.protect[0].users[0]: must start with a letter or digit, hold only letters, digits and ._@-, and have at most 64 characters (got "ada:secret"); write "ada-secret"',
  },
  {
    title: 'protect: user twice',
    edit: { "users: ['ada']": "users: ['ada', 'ada']" },
    says: '14 services.api.protect[0].users[1]: is in users[0] already (got "ada"); leave it out',
  },
  {
    title: 'protect: path with a query',
    edit: { "path: '/admin'": "path: '/admin?all=1'" },
    says: '14 services.api.protect[0].path: must not have a query: the rule holds for the path, whatever the query (got "/admin?all=1"); write "/admin"',
  },
  {
    title: 'protect: path that a block makes idle',
    edit: { "'/prepare', '/ready']": "'/prepare', '/ready', '/ADMIN']" },
    says: '14 services.api.protect[0].path: is never asked for: block[2] "/ADMIN" answers 404 first (got "/admin"); leave it out here or in block',
  },
  {
    title: 'protect: path below a blocked one',
    edit: { "path: '/admin'": "path: '/ready/now'" },
    says: '14 services.api.protect[0].path: is never asked for: block[1] "/ready" answers 404 first (got "/ready/now"); leave it out here or in block',
  },
  {
    title: 'protect: one path twice',
    edit: { "users: ['ada'] }]": "users: ['ada'] }, { path: '/Admin', users: ['bob'] }]" },
    says: '14 services.api.protect[1].path: is the path of protect[0] already, upper and lower case being one (got "/Admin"); write its users into protect[0]',
  },
  {
    title: 'block: path without a slash',
    edit: { "'/prepare', '/ready']": "'/prepare', '/ready', 'internal']" },
    says: '15 services.api.block[2]: must start with "/" (got "internal"); write "/internal"',
  },
  {
    title: 'block: path with a fragment',
    edit: { "'/ready']": "'/ready', '/internal#top']" },
    says: '15 services.api.block[2]: must not have a fragment, which no client sends (got "/internal#top"); write "/internal"',
  },
  {
    title: 'block: path with a percent-escape',
    edit: { "'/ready']": "'/ready', '/in%74ernal']" },
    says: '15 services.api.block[2]: must be written without percent-escapes, which have more than one spelling (got "/in%74ernal"); write "/internal"',
  },
  {
    title: 'block: path with an empty segment',
    edit: { "'/ready']": "'/ready', '/internal//x']" },
    says: '15 services.api.block[2]: must not have an empty segment ("//") (got "/internal//x"); write "/internal/x"',
  },
  {
    title: 'block: path with dot segments',
    edit: { "'/ready']": "'/ready', '/a/../internal']" },
    says: '15 services.api.block[2]: must not have "." or ".." segments (got "/a/../internal"); write "/internal"',
  },
  {
    title: 'block: path with a wildcard',
    edit: { "'/ready']": "'/ready', '/internal/*']" },
    says: '15 services.api.block[2]: must not have "*": a path covers everything below it already (got "/internal/*"); write "/internal"',
  },
  {
    title: 'block: path with a slash at the end',
    edit: { "'/ready']": "'/ready', '/internal/']" },
    says: '15 services.api.block[2]: must not end with "/": a path covers itself and everything below it (got "/internal/"); write "/internal"',
  },
  {
    title: 'block: path of many segments',
    edit: { "'/ready']": "'/ready', '/a/b/c/d/e/f/g/h/i']" },
    says: '15 services.api.block[2]: must have at most 8 segments: the edge looks for every spelling of each (got "/a/b/c/d/e/f/g/h/i"); write "/a/b/c/d/e/f/g/h"',
  },
  {
    title: 'block: long path',
    edit: { "'/ready']": `'/ready', '/a/${'b'.repeat(199)}']` },
    says: `15 services.api.block[2]: must have at most 200 characters: the edge looks for every spelling of each (got "/a/${'b'.repeat(75)}…); write "/a"`,
  },
  {
    title: 'block: path with a space',
    edit: { "'/ready']": "'/ready', '/in ternal']" },
    says: `15 services.api.block[2]: must hold only letters, digits and -._~!$&'()+,=:@ between slashes (got "/in ternal"); write "/in-ternal"`,
  },
  {
    title: 'block: path below a blocked one',
    edit: { "'/ready']": "'/ready', '/ready/now']" },
    says: '15 services.api.block[2]: is blocked by block[1] "/ready" already (got "/ready/now"); leave it out',
  },
  {
    title: 'block: path that differs in case only',
    edit: { "'/ready']": "'/ready', '/READY']" },
    says: '15 services.api.block[2]: is blocked by block[1] "/ready" already (got "/READY"); leave it out',
  },
  {
    title: 'block: everything',
    edit: { "block: ['/prepare', '/ready']": "block: ['/']" },
    says: '15 services.api.block[0]: must not be the whole service (got "/"); leave it out, or take the service out',
  },
  {
    title: 'uses: unknown data service',
    edit: { "['postgres', 'redis']": "['postgres', 'reddis']" },
    says: '16 services.api.uses[1]: must be "postgres" or "redis" (got "reddis"); write "redis"',
  },
  {
    title: 'uses: data service that the platform has not',
    edit: { 'redis: {} }': '}' },
    says: '16 services.api.uses[1]: needs data.redis, which this platform does not have (got "redis"); write data: { redis: {} }',
  },
  {
    title: 'uses: twice',
    edit: { "['postgres', 'redis']": "['redis', 'redis']" },
    says: '16 services.api.uses[1]: is in uses[0] already (got "redis"); leave it out',
  },
  {
    title: 'migrate: as one string',
    edit: { "['node', 'migrate.js']": "'node migrate.js'" },
    says: '17 services.api.migrate: must be a list (got "node migrate.js"); write ["node", "migrate.js"]',
  },
  {
    title: 'migrate: empty',
    edit: { "['node', 'migrate.js']": '[]' },
    says: '17 services.api.migrate: must name at least one word (got []); write ["node", "migrate.js"]',
  },
  ...(
    [
      ['10.0.0.0', 'must say how many bits are the network', 'write "10.0.0.0/32"'],
      ['2001:db8::1', 'must say how many bits are the network', 'write "2001:db8::1/128"'],
      ['10.0.0.7/8', 'must start at the first address of the network', 'write "10.0.0.0/8"'],
      ['2001:db8::1/32', 'must start at the first address of the network', 'write "2001:db8::/32"'],
      ['10/8', 'must be a network as CIDR', 'write "10.0.0.0/8"'],
      ['cdn.example.com', 'must be a network as CIDR', 'write "10.0.0.0/8"'],
      [
        '0.0.0.0/0',
        'must not hold every address: any client could say who it is',
        'write the networks of the proxies',
      ],
      [
        '::/0',
        'must not hold every address: any client could say who it is',
        'write the networks of the proxies',
      ],
    ] as const
  ).map(([got, rule, fix]) => ({
    title: `trustedProxies: ${got}`,
    edit: { 'https: 8443 }': `https: 8443, trustedProxies: ['${got}'] }` },
    says: `24 targets.local.trustedProxies[0]: ${rule} (got "${got}"); ${fix}`,
  })),
  {
    title: 'metrics: the port of https',
    edit: { 'https: 8443 }': 'https: 8443, metrics: 8443 }' },
    says: '24 targets.local.metrics: must not be the port of https (got 8443); write 9464',
  },
  {
    title: 'errorPages: a status that is not the edge’s own',
    edit: { "environment: { LOG_LEVEL: 'info' }": "errorPages: { 500: 'nx.json' }" },
    says: '18 services.api.errorPages.500: must be one of 400, 401, 403, 404, 429, 502, 503, 504, any: the edge shows no other of its own; write "any", or leave it out',
  },
  {
    title: 'errorPages: no such file',
    edit: { "environment: { LOG_LEVEL: 'info' }": "errorPages: { any: 'pages/error.html' }" },
    says: '18 services.api.errorPages.any: cannot be read (got "pages/error.html"); write the page there, or name another',
  },
  {
    title: 'headers: not in lower case',
    edit: { "environment: { LOG_LEVEL: 'info' }": "headers: { 'X-Frame-Options': 'DENY' }" },
    says: '18 services.api.headers.X-Frame-Options: must be the name of a header in lower case: a-z, 0-9 and "-"; write "x-frame-options"',
  },
  {
    title: 'headers: what the edge sets',
    edit: { "environment: { LOG_LEVEL: 'info' }": "headers: { server: 'api' }" },
    says: '18 services.api.headers.server: must not be set here: the edge sets it itself; leave it out',
  },
  {
    title: 'headers: two lines',
    edit: { "environment: { LOG_LEVEL: 'info' }": "headers: { 'x-a': 'b\\nset-cookie: c' }" },
    says: '18 services.api.headers.x-a: must be one line of printable ASCII without spaces around it (got "b\\nset-cookie: c"); write "b set-cookie: c"',
  },
  {
    title: 'headers: a number',
    edit: { "environment: { LOG_LEVEL: 'info' }": "headers: { 'x-a': 4 }" },
    says: '18 services.api.headers.x-a: must be a string (got 4); write "4"',
  },
  {
    title: 'environment: name',
    edit: { "LOG_LEVEL: 'info'": "'LOG-LEVEL': 'info'" },
    says: '18 services.api.environment.LOG-LEVEL: must be a name that starts with a letter or "_" and holds only letters, digits and "_"; write "LOG_LEVEL"',
  },
  {
    title: 'environment: a number',
    edit: { "LOG_LEVEL: 'info'": 'WORKERS: 4' },
    says: '18 services.api.environment.WORKERS: must be a string (got 4); write "4"',
  },
  {
    title: 'environment: what the platform sets',
    edit: { "LOG_LEVEL: 'info'": "DATABASE_URL: 'sqlite:///x'" },
    says: '18 services.api.environment.DATABASE_URL: must not be set here: the platform sets it from port and uses; leave it out',
  },
  {
    title: "environment: the platform's own prefix",
    edit: { "LOG_LEVEL: 'info'": "CAUSEWAY_SERVICE: 'x'" },
    says: '18 services.api.environment.CAUSEWAY_SERVICE: must not start with CAUSEWAY_: the platform sets those itself; write another name',
  },
  {
    title: 'environment: a secret by its name',
    edit: { "LOG_LEVEL: 'info'": "STRIPE_API_KEY: 'sk_1'" },
    says: '18 services.api.environment.STRIPE_API_KEY: looks like a secret, and this file is in the repository; write process.env.STRIPE_API_KEY, and set STRIPE_API_KEY in the shell that deploys',
  },
  {
    title: 'environment: a secret by its value',
    edit: { "LOG_LEVEL: 'info'": "BROKER: 'amqp://u:secret@broker'" },
    says: '18 services.api.environment.BROKER: looks like a secret, and this file is in the repository; write process.env.BROKER, and set BROKER in the shell that deploys',
  },
  {
    title: 'environment: a variable that is not set',
    edit: { "LOG_LEVEL: 'info'": 'LOG_LEVEL: process.env.CAUSEWAY_NOT_SET' },
    says: '18 services.api.environment.LOG_LEVEL: is missing; write a string, or set the variable that it is read from',
  },
  {
    title: 'memory: another notation',
    edit: { "memory: '256MiB'": "memory: '256m'" },
    says: '19 services.api.memory: must be a size: digits and KiB, MiB or GiB (got "256m"); write "256MiB"',
  },
  {
    title: 'memory: below the floor',
    edit: { "memory: '256MiB'": "memory: '4MiB'" },
    says: '19 services.api.memory: must be at least 16MiB: hardly any program starts with less (got "4MiB"); write "16MiB" or more',
  },
  {
    title: 'pids: below the floor',
    edit: { "memory: '256MiB'": 'pids: 1' },
    says: '19 services.api.pids: must be at least 8 (got 1); write 8 or more',
  },
  {
    title: 'services: none',
    edit: {
      "    api: {\n      project: 'api',\n      hosts: ['api.example.com'],\n      port: 3000,\n      replicas: 2,\n      health: { path: '/status', interval: '1s' },\n      deploy: { prepare: '/prepare', ready: '/ready', drain: '60s' },\n      protect: [{ path: '/admin', users: ['ada'] }],\n      block: ['/prepare', '/ready'],\n      uses: ['postgres', 'redis'],\n      migrate: ['node', 'migrate.js'],\n      environment: { LOG_LEVEL: 'info' },\n      memory: '256MiB',\n    },\n    site: { image: 'nginx:1.29', hosts: ['www.example.com'], port: 80 },\n":
        '\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n',
    },
    says: '6 services: must name at least one service (got {}); write { api: { project: "api", hosts: ["localhost"], port: 3000 } }',
  },
  {
    title: 'targets: none',
    edit: {
      "    local: { http: 8080, https: 8443 },\n    far: { host: 'ssh://deploy@far.example.com', http: 80, https: 443 },\n":
        '\n\n',
    },
    says: '23 targets: must name at least one target (got {}); write { local: { http: 8080, https: 8443 } }',
  },
  {
    title: 'target: name',
    edit: { '    local: {': '    Local: {' },
    says: '24 targets.Local: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "Local"); write "local"',
  },
  {
    title: 'target: ports equal',
    edit: { 'https: 8443': 'https: 8080' },
    says: '24 targets.local.https: must not be the port of http (got 8080); write 443',
  },
  {
    title: 'target: port missing',
    edit: { 'http: 8080, https: 8443': 'http: 8080' },
    says: '24 targets.local.https: is missing; write https: 8443',
  },
  {
    title: 'target: TCP engine',
    edit: { 'ssh://deploy@far.example.com': 'tcp://far.example.com:2375' },
    says: '25 targets.far.host: must not be a TCP address, which gives the machine to whoever reaches the port (got "tcp://far.example.com:2375"); write "ssh://far.example.com"',
  },
  {
    title: 'target: engine without scheme',
    edit: { 'ssh://deploy@far.example.com': 'deploy@far.example.com' },
    says: '25 targets.far.host: must be unix:///… or ssh://user@host (got "deploy@far.example.com"); write "ssh://deploy@far.example.com"',
  },
  {
    title: 'target: one port on one engine twice',
    edit: { "host: 'ssh://deploy@far.example.com', http: 80": "subnet: '10.214.0.0/21', http: 8080" },
    says: '25 targets.far.http: must not be targets.local.http: both are on one computer (got 8080); write another port, or another host',
  },
  {
    title: 'target: overlapping subnets on one engine',
    edit: { "host: 'ssh://deploy@far.example.com', ": "subnet: '10.213.4.0/22', " },
    says: '25 targets.far.subnet: must not share addresses with targets.local.subnet 10.213.0.0/21: both are on one engine (got "10.213.4.0/22"); write another network, such as "10.222.0.0/22"',
  },
  {
    title: 'target: a port of another one, for a machine on this computer',
    edit: { "host: 'ssh://deploy@far.example.com', http: 80": 'machine: {}, http: 8080' },
    says: '25 targets.far.http: must not be targets.local.http: both are on one computer (got 8080); write another port, or another host',
  },
  {
    title: 'target: a machine that has a host already',
    edit: { "example.com', http": "example.com', machine: {}, http" },
    says: '25 targets.far.host: must not be there beside machine, whose engine is its own (got "ssh://deploy@far.example.com"); remove one of both',
  },
  {
    title: 'target: a machine too small',
    edit: { "host: 'ssh://deploy@far.example.com', http": "machine: { memory: '512MiB' }, http" },
    says: '25 targets.far.machine.memory: must be at least 1GiB: with less a release does not fit beside the one before (got "512MiB"); write "1GiB" or more',
  },
  {
    title: 'target: no number of machines',
    edit: { "host: 'ssh://deploy@far.example.com', http": 'machine: { hosts: 0 }, http' },
    says: '25 targets.far.machine.hosts: must be at least 1 (got 0); write 1 or more',
  },
  {
    title: 'target: hosts beside a host',
    edit: { 'https: 443 }': "https: 443, hosts: [{ host: 'ssh://a.example.com', address: '10.0.0.7' }] }" },
    says: '25 targets.far.hosts: must not be there beside host, which says where the target is as well; remove one of both',
  },
  {
    title: 'target: no hosts',
    edit: { "host: 'ssh://deploy@far.example.com', http": 'hosts: [], http' },
    says: '25 targets.far.hosts: must name at least one host (got []); write [{ host: "ssh://deploy@www.example.com", address: "10.0.0.7" }]',
  },
  {
    title: 'target: a host without an address',
    edit: { "host: 'ssh://deploy@far.example.com', http": "hosts: [{ host: 'ssh://a.example.com' }], http" },
    says: '25 targets.far.hosts[0].address: is missing; write address: "10.0.0.7"',
  },
  {
    title: 'target: a name for an address',
    edit: {
      "host: 'ssh://deploy@far.example.com', http":
        "hosts: [{ host: 'ssh://a.example.com', address: 'inner.example.com' }], http",
    },
    says: '25 targets.far.hosts[0].address: must be an IPv4 address (got "inner.example.com"); write "10.0.0.7"',
  },
  {
    title: 'target: one of several hosts here',
    edit: {
      "host: 'ssh://deploy@far.example.com', http":
        "hosts: [{ host: 'unix:///run/docker.sock', address: '10.0.0.7' }], http",
    },
    says: '25 targets.far.hosts[0].host: must be a machine of its own, reached by ssh (got "unix:///run/docker.sock"); write "ssh://deploy@www.example.com"',
  },
  {
    title: 'target: two hosts of one address',
    edit: {
      "host: 'ssh://deploy@far.example.com', http":
        "hosts: [{ host: 'ssh://a.example.com', address: '10.0.0.7' }, { host: 'ssh://b.example.com', address: '10.0.0.7' }], http",
    },
    says: '25 targets.far.hosts[1].address: is that of hosts[0] already (got "10.0.0.7"); write another',
  },
  {
    title: 'target: an address of the containers',
    edit: {
      "host: 'ssh://deploy@far.example.com', http":
        "hosts: [{ host: 'ssh://a.example.com', address: '10.213.0.7' }], http",
    },
    says: '25 targets.far.hosts[0].address: must not be in 10.213.0.0/21, the subnet of the containers (got "10.213.0.7"); write the address by which the other hosts reach it, or another subnet',
  },
  {
    title: 'target: machines among the containers',
    edit: {
      "host: 'ssh://deploy@far.example.com', http": "machine: { hosts: 2, network: '10.213.0.0/24' }, http",
    },
    says: '25 targets.far.machine.network: must not share addresses with 10.213.0.0/21, the subnet of the containers (got "10.213.0.0/24"); write another of both',
  },
  {
    title: 'target: several hosts and an authority that asks each of them',
    edit: {
      "host: 'ssh://deploy@far.example.com', http: 80, https: 443":
        "machine: { hosts: 2 }, http: 80, https: 443, tls: { mode: 'acme', contact: 'ada@example.com', agreeToTerms: true }",
    },
    says: '25 targets.far.machine: must be one host where the TLS mode is "acme", whose authority asks any of them for a proof; write the mode "files" for this target',
  },
  {
    title: 'target: subnet of another notation',
    edit: { 'https: 443': "https: 443, subnet: '10.1.0.0'" },
    says: '25 targets.far.subnet: must be an IPv4 network as CIDR (got "10.1.0.0"); write "10.213.0.0/21"',
  },
  {
    title: 'target: subnet too small',
    edit: { 'https: 443': "https: 443, subnet: '10.1.2.128/25'" },
    says: '25 targets.far.subnet: must have room for the data services and two releases: /24 or wider (got "10.1.2.128/25"); write "10.1.2.0/24"',
  },
  {
    title: 'target: subnet too large',
    edit: { 'https: 443': "https: 443, subnet: '10.0.0.0/8'" },
    says: '25 targets.far.subnet: must not take addresses from other networks: /16 or narrower (got "10.0.0.0/8"); write "10.0.0.0/21"',
  },
  {
    title: 'target: subnet with host bits',
    edit: { 'https: 443': "https: 443, subnet: '10.1.3.7/21'" },
    says: '25 targets.far.subnet: must start at the first address of the network (got "10.1.3.7/21"); write "10.1.0.0/21"',
  },
  {
    title: 'target: public subnet',
    edit: { 'https: 443': "https: 443, subnet: '8.8.8.0/24'" },
    says: '25 targets.far.subnet: must be a private network: 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (got "8.8.8.0/24"); write "10.213.0.0/21"',
  },
  {
    title: 'target: more replicas than addresses',
    edit: { 'replicas: 2': 'replicas: 39', 'https: 443': "https: 443, subnet: '10.1.2.0/24'" },
    says: `25 targets.far.subnet: has 80 addresses for containers, and 41 replicas need two each while a release runs (got "10.1.2.0/24"); write a /23, or fewer replicas`,
  },
];

test('the config that the mistakes are seeded into is valid', async () => {
  await expect(loadPlatform(configOf(valid))).resolves.toMatchObject({ name: 'phrase' });
});

test.each(seeded)('$title', async ({ edit, says }) => {
  const path = configOf(edited(edit));
  const { message } = await configErrorOf(() => loadPlatform(path));
  expect(message).toBe(`${file}:${says}`);
});

/** Messages that end in the one value to write, for a string that stands in the config as it is. */
const corrections = seeded.flatMap(({ title, edit, says }) => {
  const [, rule = '', got, right] = /: (.*) \(got "(.*)"\); write "([^"]*)"$/.exec(says) ?? [];
  const text = edited(edit);
  return text.includes(`'${got}'`) ? [{ title, rule, text: text.replaceAll(`'${got}'`, `'${right}'`) }] : [];
});

test.each(corrections)('what the message says to write is right: $title', async ({ rule, text }) => {
  const outcome = await loadPlatform(configOf(text)).then(() => 'valid', String);
  expect(outcome).not.toContain(rule);
});

function edited(edit: Seeded['edit']): string {
  return Object.entries(edit).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the valid config does not hold ${from}`);
    return text.replace(from, () => to);
  }, valid);
}

function configOf(text: string): string {
  return join(temporaryWorkspace({ [file]: text, 'apps/api/Dockerfile': '' }), file);
}
