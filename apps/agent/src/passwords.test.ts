import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { basicAuthHash, Passwords } from './passwords.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-passwords-'));
  path = join(directory, 'passwords.json');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('a password is made once, kept over restarts, and readable by root alone', async () => {
  const made = (await new Passwords(path).of('user', 'developer')).reveal();
  expect(Buffer.from(made, 'base64url')).toHaveLength(24);
  expect((await new Passwords(path).of('user', 'developer')).reveal()).toBe(made);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a user and a role of one name have different ones', async () => {
  const passwords = new Passwords(path);
  const [user, role] = [await passwords.of('user', 'developer'), await passwords.of('role', 'developer')];
  expect(user.reveal()).not.toBe(role.reveal());
});

test('everybody who asks at once gets the same one, which is on the disk by then', async () => {
  const passwords = new Passwords(path);
  const asked = Array.from({ length: 20 }, async () => {
    const password = (await passwords.of('role', 'api')).reveal();
    return [password, stored().role.api];
  });
  const answers = (await Promise.all(asked)).flat();
  expect(new Set(answers).size).toBe(1);
});

test('names that every object has are names like others', async () => {
  const password = (await new Passwords(path).of('role', 'constructor')).reveal();
  expect(stored().role).toEqual({ constructor: password });
});

test('a password that could not be written is not given out, now or later', async () => {
  const passwords = new Passwords(join(path, 'passwords.json'));
  writeFileSync(path, 'in the way');
  await expect(passwords.of('user', 'developer')).rejects.toThrow();
  await expect(passwords.of('user', 'developer')).rejects.toThrow();
});

test('a damaged file is an error that names it: no role may get another password by accident', async () => {
  writeFileSync(path, '{"user": {');
  await expect(new Passwords(path).of('role', 'api')).rejects.toThrow(path);
});

test('the hash is the one that the edge takes', async () => {
  const password = await new Passwords(path).of('user', 'developer');
  expect(basicAuthHash(password)).toBe(createHash('sha1').update(password.reveal()).digest('base64'));
});

function stored(): Record<'user' | 'role', Record<string, string>> {
  return JSON.parse(readFileSync(path, 'utf8')).value;
}
