import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adviseOnBase, pullFailure } from './pull-failure.ts';

const host = 'ssh://ops@web1';
const reference = 'registry.example:5000/team/api:1.2';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-pull-'));
  vi.stubEnv('DOCKER_CONFIG', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function told(said: string, image = reference): Promise<string> {
  const outcome = { exitCode: 1, stdout: '', stderr: said, all: `1.2: Pulling from team/api\n${said}\n` };
  const { kind, message } = await pullFailure('services.api.image', { host, reference: image }, outcome);
  expect(kind).toBe('obstacle');
  return message;
}

/** As engines 20.10 and 28 say it. */
const ways: readonly [string, string][] = [
  ['manifest unknown', 'registry.example:5000 has no such image: look at name and tag, or push it first.'],
  [
    'manifest for registry.example:5000/team/api:1.2 not found: manifest unknown: manifest unknown',
    'registry.example:5000 has no such image',
  ],
  ['name unknown', 'registry.example:5000 has no such image'],
  [
    'failed to resolve reference "registry.example:5000/team/api:1.2": registry.example:5000/team/api:1.2: not found',
    'registry.example:5000 has no such image',
  ],
  [
    'Head "https://registry.example:5000/v2/team/api/manifests/1.2": no basic auth credentials',
    'No login for registry.example:5000 is stored here: `docker login registry.example:5000`.',
  ],
  [
    "pull access denied for registry.example:5000/team/api, repository does not exist or may require 'docker login': denied",
    'It answers like this for an image that does not exist, too: look at the name.',
  ],
  [
    'toomanyrequests: You have reached your pull rate limit',
    'lets no more pulls through for now: wait, or log in for a higher limit: `docker login registry.example:5000`.',
  ],
  [
    'Get "https://registry.example:5000/v2/": dial tcp 192.0.2.7:5000: connect: connection refused',
    'The engine at ssh://ops@web1 does not reach registry.example:5000: look whether it runs',
  ],
  [
    'Get "https://registry.example:5000/v2/": dial tcp: lookup registry.example: no such host',
    'does not reach registry.example:5000',
  ],
  [
    'Get "https://registry.example:5000/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
    'does not reach registry.example:5000',
  ],
  ['Head "https://registry.example:5000/v2/team/api/manifests/1.2": EOF', 'does not reach'],
  [
    'Get "https://registry.example:5000/v2/": x509: certificate signed by unknown authority',
    "does not trust registry.example:5000: give it the authority's certificate as /etc/docker/certs.d/registry.example:5000/ca.crt.",
  ],
  [
    'received unexpected HTTP status: 503 Service Unavailable',
    'is in trouble itself: wait until it is well.',
  ],
  [
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    "not made for the engine's platform",
  ],
  ['write /var/lib/docker/tmp/x: no space left on device', "The engine's disk is full"],
  [
    'error unmarshalling content: invalid character',
    'See what `docker pull registry.example:5000/team/api:1.2` says on the engine at ssh://ops@web1.',
  ],
];

test.each(ways)('%s', async (said, advice) => {
  const [first, second, last] = (await told(`Error response from daemon: ${said}`)).split('\n');
  expect(first).toBe(`services.api.image: ${reference} cannot be pulled: ${said}`);
  expect(second).toContain(advice);
  expect(last).toBe('  Nothing was changed: what serves goes on serving. The same command tries again.');
});

describe('a login', () => {
  const config = (text: string) => writeFileSync(join(folder, 'config.json'), text);
  const isStored = 'The login that is stored here for';
  const isNot = 'is stored here: `docker login';

  test.each([
    ['of this registry', '{ "auths": { "registry.example:5000": {} } }', reference, isStored],
    [
      'of this registry, in a keychain',
      '{ "credHelpers": { "registry.example:5000": "pass" } }',
      reference,
      isStored,
    ],
    ['of its address', '{ "auths": { "https://registry.example:5000/v2/": {} } }', reference, isStored],
    ['of another', '{ "auths": { "other.example": {} } }', reference, isNot],
    ['of none', '{}', reference, isNot],
    ['of a config that is damaged', '{', reference, isNot],
    [
      'of Docker Hub',
      '{ "auths": { "https://index.docker.io/v1/": {} } }',
      'team/api:1',
      `${isStored} Docker Hub`,
    ],
    [
      'of another than Docker Hub',
      '{ "auths": { "other.example": {} } }',
      'nginx:1',
      'No login for Docker Hub',
    ],
  ])('%s', async (_, text, image, words) => {
    config(text);
    expect(await told('unauthorized: authentication required', image)).toContain(words);
  });
});

describe('the base image of a build', () => {
  const base = 'registry.example/base:1';
  const buildKit = (why: string) => `#2 [internal] load\n------\nERROR: failed to solve: ${base}: ${why}\n`;

  test.each([
    [buildKit(`failed to resolve source metadata for ${base}: ${base}: not found`), 'has no such image'],
    [buildKit('pull access denied, repository does not exist'), 'No login for registry.example'],
    [`Step 1/9 : ARG X\nStep 2/9 : FROM ${base} AS run\nmanifest unknown\n`, 'has no such image'],
    [`Step 2/9 : FROM --platform=linux/amd64 ${base}\nmanifest unknown\n`, 'has no such image'],
  ])('is named, with what to do: %j', async (output, advice) => {
    const words = await adviseOnBase(host, output);
    expect(words).toContain(`The base image ${base} cannot be pulled. `);
    expect(words).toContain(advice);
  });

  test.each([
    'Step 2/9 : FROM x\nStep 3/9 : RUN go mod download\nGet "https://proxy.example": dial tcp: timeout\n',
    'ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1\n',
  ])('is not blamed for %j', async (output) => {
    expect(await adviseOnBase(host, output)).toBeUndefined();
  });
});
