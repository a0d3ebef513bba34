import { expect, it } from 'vitest';
import { loginOf } from './login.ts';

it('is that of the user who may see what is stored', () => {
  const users = [
    { name: 'reader', password: 'one', paths: [] },
    { name: 'developer', password: 'two', paths: ['/admin'] },
  ];
  expect(loginOf(JSON.stringify({ users }))).toBe('developer:two');
  expect(() => loginOf(JSON.stringify({ users: users.slice(0, 1) }))).toThrow('nobody may see /admin');
});
