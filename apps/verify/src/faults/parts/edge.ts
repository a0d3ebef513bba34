import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../../target.ts';
import { agentOf, docker } from '../docker.ts';
import type { Part } from '../snapshot.ts';

/** What the edge itself says that it runs with, without the times at which it took it. */
export const edge: Part = async (target) => {
  const { configs } = JSON.parse(await dump(target)) as { configs: readonly Section[] };
  return Object.fromEntries(configs.flatMap(itemsOf));
};

type Section = Readonly<Record<string, unknown>>;

/** The agent's container is the only one that shares the edge's admin interface. */
function dump(target: Target): Promise<string> {
  const { edge: plan } = JSON.parse(readFileSync(join(target.folder, 'plan.json'), 'utf8'));
  return docker(target, ['exec', agentOf(target), 'node', '-e', ask, plan.adminSocket]);
}

/** Each edge that ran has a socket of its own in the folder; the newest is the present one's. */
const ask = `const { readdirSync, statSync } = require('node:fs');
  const folder = require('node:path').dirname(process.argv[1]);
  const sockets = readdirSync(folder).filter((name) => /^admin.*\\.sock$/.test(name)).map((name) => folder + '/' + name);
  const socketPath = sockets.sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs)[0];
  require('node:http').get({ socketPath, path: '/config_dump?include_eds' }, (answer) => answer.pipe(process.stdout))`;

function itemsOf(section: Section): [string, string][] {
  const kind = String(section['@type']).replace(/^.*\./, '');
  return Object.entries(section)
    .filter(([key]) => key !== '@type')
    .flatMap(([key, value]) =>
      Array.isArray(value)
        ? value.map((item): [string, string] => [`${kind} ${key} ${nameOf(item)}`, lasting(item)])
        : [[`${kind} ${key}`, lasting(value)] as [string, string]],
    );
}

function nameOf(item: Section): string {
  const inner = Object.values(item).find((value) => typeof value === 'object' && value !== null) as
    | Section
    | undefined;
  return String(item.name ?? inner?.name ?? inner?.cluster_name ?? '');
}

const passing = new Set(['last_updated', 'version_info', 'last_update_attempt']);

function lasting(value: unknown): string {
  return JSON.stringify(value, (key, inner) => (passing.has(key) ? undefined : sorted(inner)));
}

/** The edge writes some maps in the order of the moment. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
