import { beforeAll, expect, inject, test } from 'vitest';
import { show } from '../figures.ts';
import { describePlan, readCredentials, readStatus, type Status } from '../platform/commands.ts';
import { containerOf, environmentOf, namesOf } from '../platform/containers.ts';
import { execute, inspect, inspectText, logs } from '../platform/engine.ts';
import { loginOf } from '../platform/psql.ts';
import { readFolder, searchSecrets, type Text } from '../secrets/search.ts';
import { linesOfKey, type Secret } from '../secrets/spellings.ts';

const target = inject('target');

let status: Status;
let secrets: Secret[];
beforeAll(async () => {
  status = await readStatus(target);
  secrets = [...(await passwords()), ...(await databasePasswords()), ...(await privateKeys())];
});

test('every kind of secret is known, so that it can be searched for', (context) => {
  const kinds = Map.groupBy(secrets, ({ name }) => name.split(' ')[0] ?? '');
  show(
    context,
    'Secrets that were searched for',
    [...kinds].map(([kind, its]) => ({ kind, values: its.length })),
  );
  const wanted = [
    ...(target.services.some(({ protect }) => protect.length > 0) ? ['user'] : []),
    ...(target.platform.data.postgres?.readers.length ? ['reader'] : []),
    ...(target.services.some(({ uses }) => uses.includes('postgres')) ? ['owner'] : []),
    'key',
  ];
  expect([...kinds.keys()].toSorted()).toEqual(wanted.toSorted());
  for (const { name, value } of secrets) expect(value.length, name).toBeGreaterThanOrEqual(16);
});

const places: Record<string, () => Promise<Text[]>> = {
  "Terraform's state and all else that commands leave": () => readFolder(target.folder),
  "Terraform's plan": async () => [{ place: 'plan', text: await describePlan(target) }],
  'docker inspect of the long-lived containers': () =>
    textsOf(
      status.containers.map(({ name }) => name),
      inspectText,
    ),
  'the logs of all containers': () => textsOf(namesOf(status), logs),
};

test.each(Object.entries(places))('%s: no secret in it', { timeout: 180_000 }, async (_, read) => {
  const texts = await read();
  expect(texts.some(({ text }) => text.length > 0)).toBe(true);
  expect(searchSecrets(texts, secrets)).toEqual([]);
});

async function passwords(): Promise<Secret[]> {
  const { users, readers } = await readCredentials(target);
  return [
    ...users.map(({ name, password }) => ({ name: `user ${name}`, value: password })),
    ...readers.map(({ name, password }) => ({ name: `reader ${name}`, value: password })),
  ];
}

async function databasePasswords(): Promise<Secret[]> {
  const services = target.services.filter(({ uses }) => uses.includes('postgres')).map(({ name }) => name);
  const replicas = status.services
    .filter(({ service }) => services.includes(service))
    .flatMap((found) => found.replicas);
  const uris = replicas.map(({ container }) => environmentOf(target, container, 'DATABASE_URI'));
  const values = new Set((await Promise.all(uris)).map((uri) => loginOf(uri).password));
  return [...values].map((value) => ({ name: 'owner of a database', value }));
}

/** Private keys wherever the agent keeps one: its own state, and what it hands to the edge. */
async function privateKeys(): Promise<Secret[]> {
  const agent = await containerOf(target, 'agent');
  const { Mounts } = await inspect(target, agent);
  const volumes = Mounts.filter(({ Type }) => Type === 'volume').map(({ Destination }) => Destination);
  const script = 'grep -rlZ "PRIVATE KEY" "$@" 2>/dev/null | xargs -0 -r cat';
  const { stdout } = await execute(target, agent, ['sh', '-c', script, 'sh', ...volumes]);
  return linesOfKey('key of a certificate', stdout);
}

function textsOf(containers: readonly string[], read: typeof logs): Promise<Text[]> {
  return Promise.all(containers.map(async (name) => ({ place: name, text: await read(target, name) })));
}
