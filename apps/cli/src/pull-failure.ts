import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import type { Outcome } from './process.ts';

/** What was to be pulled, and what is known around it. */
interface Pull {
  readonly reference: string;
  /** As `docker login` wants it; empty for Docker Hub. */
  readonly registry: string;
  readonly hasLogin: boolean;
  readonly host: string;
}

/** Says what the engine was answered, what that means, and what to do. `where` names the image in the config. */
export async function pullFailure(
  where: string,
  { host, reference }: Pick<Pull, 'host' | 'reference'>,
  { all }: Outcome,
): Promise<Failure> {
  const said = lastLine(all);
  return new Failure(
    'obstacle',
    [
      `${where}: ${reference} cannot be pulled: ${said}`,
      `  ${await advise({ host, reference }, said)}`,
      '  Nothing was changed: what serves goes on serving. The same command tries again.',
    ].join('\n'),
  );
}

/** What to do about a build's base image; nothing when the build failed for another reason. */
export async function adviseOnBase(host: string, output: string): Promise<string | undefined> {
  const { reference, said } = failedBase(output) ?? {};
  if (reference === undefined || said === undefined) return undefined;
  return `The base image ${reference} cannot be pulled. ${await advise({ host, reference }, said)}`;
}

/** BuildKit says it in one line; the classic builder ends after its step. */
function failedBase(output: string): { reference?: string; said?: string } | undefined {
  const [, solved, why] =
    /failed to solve: (\S+): ((?:failed to resolve source metadata|pull access denied).*)/.exec(output) ?? [];
  if (solved && why) return { reference: solved, said: why };
  const lastStep = output.split('\n').findLast((line) => /^Step \d+\/\d+ : /.test(line)) ?? '';
  const [, reference] = /: FROM (?:--\S+ )?(\S+)/i.exec(lastStep) ?? [];
  return reference === undefined ? undefined : { reference, said: lastLine(output) };
}

async function advise(image: Pick<Pull, 'host' | 'reference'>, said: string): Promise<string> {
  const registry = registryOf(image.reference);
  const advice = advices.find(([pattern]) => pattern.test(said))?.[1] ?? lookYourself;
  return advice({ ...image, registry, hasLogin: await hasLogin(registry) });
}

type Advice = (pull: Pull) => string;

/** The first that fits what the engine said. */
const advices: readonly (readonly [RegExp, Advice])[] = [
  [
    /no space left/i,
    () => "The engine's disk is full: `docker builder prune` and `docker image prune` make room.",
  ],
  [
    /toomanyrequests|too many requests/i,
    (pull) =>
      `${nameOf(pull)} lets no more pulls through for now: wait, or log in for a higher limit: ${login(pull)}.`,
  ],
  [
    /unauthorized|no basic auth|authentication required|authorization failed|denied|forbidden/i,
    (pull) =>
      `${loginState(pull)} It answers like this for an image that does not exist, too: look at the name.`,
  ],
  [
    /no matching manifest/i,
    () => "The image is not made for the engine's platform: build and push it for that one too.",
  ],
  [
    /manifest unknown|name unknown|not found/i,
    (pull) => `${nameOf(pull)} has no such image: look at name and tag, or push it first.`,
  ],
  [
    /x509|certificate|HTTP response to HTTPS/i,
    (pull) =>
      `The engine at ${pull.host} does not trust ${nameOf(pull)}: give it the authority's certificate as /etc/docker/certs.d/${pull.registry}/ca.crt.`,
  ],
  [
    /refused|no such host|timed? ?out|timeout|deadline exceeded|EOF|reset|unreachable|no route|misbehaving/i,
    (pull) =>
      `The engine at ${pull.host} does not reach ${nameOf(pull)}: look whether it runs, at its name, and at the network and proxy of that host.`,
  ],
  [
    /status:? 5\d\d|\b5\d\d (internal|bad gateway|service|gateway)/i,
    (pull) => `${nameOf(pull)} is in trouble itself: wait until it is well.`,
  ],
];

const lookYourself: Advice = ({ reference, host }) =>
  `See what \`docker pull ${reference}\` says on the engine at ${host}.`;

function loginState(pull: Pull): string {
  return pull.hasLogin
    ? `The login that is stored here for ${nameOf(pull)} does not open it: log in anew, or as somebody who may read it: ${login(pull)}.`
    : `No login for ${nameOf(pull)} is stored here: ${login(pull)}.`;
}

function login({ registry }: Pull): string {
  return `\`${['docker login', registry].join(' ').trim()}\``;
}

function nameOf({ registry }: Pick<Pull, 'registry'>): string {
  return registry || 'Docker Hub';
}

/** `registry.example:5000` of `registry.example:5000/team/api:1.2`; what names none is on Docker Hub. */
function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : '';
}

/** In the client's own config, where `docker login` writes. */
async function hasLogin(registry: string): Promise<boolean> {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}');
  const { auths, credHelpers }: ClientConfig = parse(text);
  const known = [...Object.keys(auths ?? {}), ...Object.keys(credHelpers ?? {})];
  return known.some((key) => (registry ? hostOf(key) === registry : hostOf(key).endsWith('docker.io')));
}

interface ClientConfig {
  readonly auths?: object;
  readonly credHelpers?: object;
}

function parse(text: string): ClientConfig {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Keys are hosts, or addresses with a path. */
function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/^Error response from daemon: /, '') || 'the engine gave no reason';
}
