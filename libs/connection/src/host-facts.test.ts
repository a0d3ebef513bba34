import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { greeting, isEnd, readFacts } from './host-facts.ts';

const answer = [
  'Welcome, and user=nobody',
  'causeway:user=deploy',
  'causeway:socket=/var/run/docker.sock',
  'causeway:engine=denied',
  'causeway:system=debian 12',
  'causeway:architecture=aarch64',
];

test('facts are told from what a login prints', () => {
  expect(readFacts(answer)).toEqual({
    user: 'deploy',
    system: 'debian 12',
    architecture: 'aarch64',
    sudo: false,
    engine: { socket: '/var/run/docker.sock', state: 'denied' },
  });
});

test.each(['sh', 'bash'])('the greeting ends with its standard input, in %s', (shell) => {
  const env = { ...process.env, DOCKER_HOST: 'unix:///no where/docker.sock' };
  const { stdout, status } = spawnSync(shell, ['-c', greeting], { env, input: '', encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  expect(readFacts(lines).engine.socket).toBe('/no where/docker.sock');
  expect(lines.filter(isEnd)).toHaveLength(1);
  expect(status).toBe(0);
});
