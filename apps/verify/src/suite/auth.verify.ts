import { setTimeout } from 'node:timers/promises';
import request from 'supertest';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Credentials, readCredentials } from '../platform/commands.ts';
import { originOf } from '../target.ts';

const target = inject('target');
let credentials: Credentials;
beforeAll(async () => {
  credentials = await readCredentials(target);
});

const rules = target.services.flatMap((service) =>
  service.protect.map((rule) => ({ service, name: service.name, path: rule.path, users: rule.users })),
);
/** Too many wrong passwords before, from wherever the suite runs, are refused without a look. */
const refusals = [401, 429];

const everybody = [...new Set(rules.flatMap(({ users }) => users))];

describe.each(rules)('$path of $name', ({ service, path, users }) => {
  const ask = (at = path) => request.agent(originOf(target, service), { ca: target.ca }).get(at);

  test.each([path, `${path}/`, `${path}/below`, `${path}?query=1`])('%s asks for a password', async (at) => {
    const answer = await ask(at);
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="[^"]+"/i);
    expect(answer.headers['x-replica']).toBeUndefined();
  });

  test.each(users)(
    'lets %s in with the password that was made',
    async (user) => {
      const answer = await whenFree(() => ask().auth(user, passwordOf(user)));
      expect(refusals).not.toContain(answer.status);
      expect(answer.headers['x-replica']).toBeDefined();
    },
    120_000,
  );

  test.each(users)('refuses %s with another password', async (user) => {
    for (const wrong of ['', 'wrong', `${passwordOf(user)}x`, passwordOf(user).slice(0, -1), user])
      expect(refusals, JSON.stringify(wrong.length)).toContain((await ask().auth(user, wrong)).status);
  });

  test('refuses a user that nobody made', async () => {
    expect(refusals).toContain((await ask().auth('nobody', passwordOf(users[0] ?? ''))).status);
  });

  test.skipIf(everybody.every((user) => users.includes(user)))(
    'refuses the users of other paths',
    async () => {
      for (const user of everybody.filter((other) => !users.includes(other)))
        expect(refusals, user).toContain((await ask().auth(user, passwordOf(user))).status);
    },
  );

  test.each(['Bearer x', 'Basic', 'Basic !!!!', 'Basic Og=='])(
    'refuses the authorization %j',
    async (authorization) => {
      expect(refusals).toContain((await ask().set('Authorization', authorization)).status);
    },
  );

  test('says the same to a user that there is and to one that there is not', async () => {
    const shape = async (user: string) => {
      const { status, headers, body } = await ask().auth(user, 'wrong');
      const { date: _date, 'x-request-id': _id, 'retry-after': _wait, ...rest } = headers;
      return { status, headers: rest, error: body.error };
    };
    const answers = [await shape(users[0] ?? ''), await shape('nobody')];
    for (const status of refusals) {
      const alike = answers.filter((answer) => answer.status === status);
      expect(new Set(alike.map((answer) => JSON.stringify(answer))).size).toBeLessThanOrEqual(1);
    }
  });

  test('leaves other paths open', async () => {
    const answer = await ask(service.health?.path ?? '/');
    expect(answer.status).not.toBe(401);
  });
});

test('every user has a password of at least 128 bits', () => {
  for (const { name, password } of credentials.users)
    expect(bitsOf(password), name).toBeGreaterThanOrEqual(128);
});

/** Comes back once when the edge says so: a run of this suite is still counted when the next one begins. */
async function whenFree(ask: () => request.Test): Promise<request.Response> {
  const answer = await ask();
  if (answer.status !== 429) return answer;
  await setTimeout(Number(answer.headers['retry-after']) * 1000);
  return ask();
}

function passwordOf(user: string): string {
  const found = credentials.users.find(({ name }) => name === user);
  if (!found) throw new Error(`credentials: no user ${user}; the config protects a path for it`);
  return found.password;
}

/** What the password can hold, given the characters it is made of. */
function bitsOf(password: string): number {
  const alphabet = /^[0-9a-f]+$/.test(password) ? 16 : 62;
  return password.length * Math.log2(alphabet);
}
