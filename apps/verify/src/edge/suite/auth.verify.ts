import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';

const edge = inject('edge');
const rules = edge.services.flatMap((service) => service.protect.map((rule) => ({ service, ...rule })));

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe.each(rules)('$service.name $path', ({ service, path, users }) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());
  const [user = ''] = users;
  const password = edge.passwords[user] ?? '';

  test('asks for a password, in words that tell nothing', async () => {
    const { status, head } = await asker.http1(path);
    expect(status).toBe(401);
    expect(head).toMatch(/\r\nwww-authenticate: Basic realm="[\w ]+"\r\n/i);
  });

  test.each(users)('lets %s in', async (name) => {
    const { status } = await asker.http1(path, `Authorization: ${basic(name, edge.passwords[name] ?? '')}`);
    expect([401, 403, 429]).not.toContain(status);
  });

  test.each([
    ['another scheme', `Authorization: ${basic(user, password).replace('Basic', 'Digest')}`],
    ['a proxy', `Proxy-Authorization: ${basic(user, password)}`],
    ['another header', `X-Remote-User: ${user}`],
    ['a cookie', `Cookie: Authorization=${basic(user, password)}`],
  ])('does not take credentials by %s', async (_, line) => {
    expect((await asker.http1(path, line)).status).toBe(401);
  });

  test('answers a wrong password and an unknown user in the same words', async () => {
    const [wrong, unknown] = [
      await asker.http1(path, `Authorization: ${basic(user, 'wrong')}`),
      await asker.http1(path, `Authorization: ${basic('nobody-of-that-name', 'wrong')}`),
    ];
    expect([wrong.status, withoutId(wrong.body), names(wrong.head)]).toEqual([
      401,
      withoutId(unknown.body),
      names(unknown.head),
    ]);
    expect(unknown.status).toBe(401);
  });
});

/** Error pages name their request. */
const withoutId = (body: string): string => body.replace(/[\da-f-]{36}/g, '');

const names = (head: string): string[] =>
  head
    .split('\r\n')
    .map((line) => line.replace(/:.*/, ''))
    .toSorted();
