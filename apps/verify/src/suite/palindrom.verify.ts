import { randomInt } from 'node:crypto';
import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { readCredentials } from '../platform/commands.ts';
import { originOf } from '../target.ts';

const target = inject('target');
const services = target.services.filter(({ name }) => name === 'palindrom');

describe.each(services)('$name', (service) => {
  const edge = () => request.agent(originOf(target, service), { ca: target.ca });

  test('says hello', async () => {
    const answer = await edge().get('/');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Hello, world!');
  });

  test('stores a palindrome and lists it for who may see the list', async () => {
    const text = newPalindrome();
    const said = await edge().get(`/palindrom/${text}`).accept('json');
    expect(said.body).toEqual({ text, palindrome: true });
    expect(await listed()).toContain(text);
  });

  test('does not store what is no palindrome', async () => {
    const text = `${newPalindrome()}x`;
    const said = await edge().get(`/palindrom/${text}`).accept('json');
    expect(said.body).toEqual({ text, palindrome: false });
    expect(await listed()).not.toContain(text);
  });

  test('reads a text as a person would', async () => {
    const said = await edge()
      .get(`/palindrom/${encodeURIComponent('Ein Esel lese nie!')}`)
      .accept('json');
    expect(said.body.palindrome).toBe(true);
  });

  async function listed(): Promise<string[]> {
    const { users } = await readCredentials(target);
    const [user] = users;
    const answer = await edge()
      .get('/admin')
      .accept('json')
      .auth(user?.name ?? '', user?.password ?? '');
    return answer.body.palindromes.map((palindrome: { text: string }) => palindrome.text);
  }
});

function newPalindrome(): string {
  const half = String(randomInt(1e14)).padStart(14, '7');
  return half + [...half].reverse().join('');
}
