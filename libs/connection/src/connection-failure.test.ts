import { expect, test } from 'vitest';
import { explainSsh, failureOf, mayPass, type Trouble } from './connection-failure.ts';
import type { Machine } from './machine.ts';

const machine: Machine = {
  target: 'prod',
  name: 'ssh://deploy@web1:2222',
  host: 'web1',
  port: 2222,
  user: 'deploy',
  knownHosts: '.causeway/prod/known_hosts',
};

test.each<[string, Trouble, string]>([
  [
    'ssh: connect to host web1 port 2222: Connection timed out',
    'no answer',
    'ssh://deploy@web1:2222: the machine does not answer (ssh: connect to host web1 port 2222: Connection timed out); see whether it is switched on and whether a firewall on the way lets port 2222 through: `ping web1`',
  ],
  [
    'ssh: connect to host web1 port 2222: No route to host',
    'no answer',
    'ssh://deploy@web1:2222: the machine does not answer (ssh: connect to host web1 port 2222: No route to host); see whether it is switched on and whether a firewall on the way lets port 2222 through: `ping web1`',
  ],
  [
    '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nOffending ED25519 key in x:1\nHost key verification failed.',
    'host key changed',
    "ssh://deploy@web1:2222: the machine shows another key than at the first contact, so it is another machine, or somebody is in between; if it was made anew, forget the old one: `ssh-keygen -f .causeway/prod/known_hosts -R '[web1]:2222'` (and without `-f …` if ssh itself knows the machine)",
  ],
  [
    'Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures\nPermission denied',
    'too many keys',
    'ssh://deploy@web1:2222: the ssh agent offered more keys than the machine takes; write the right one into `identity` of the target',
  ],
  [
    'Timeout, server web1 not responding.',
    'cut',
    'ssh://deploy@web1:2222: the connection was cut (Timeout, server web1 not responding.); what was begun there goes on without it; run the command again, it takes the thread up',
  ],
  ['', 'other', 'ssh://deploy@web1:2222: ssh ended (without a word); see what `ssh -p 2222 web1` says'],
])('%s', (said, trouble, message) => {
  expect(explainSsh(machine, said)).toMatchObject({ trouble, message });
});

test.each<[Trouble, string]>([
  [
    'engine absent',
    'ssh://deploy@web1:2222: there is no Docker engine on the machine; `npx nx run stacks:prepare -c prod` installs it',
  ],
  [
    'no rights',
    "ssh://deploy@web1:2222: deploy may not use the Docker engine there (closed); `npx nx run stacks:prepare -c prod` gives the right, or on the machine: `sudo usermod -aG docker deploy`; it is as much as root's",
  ],
  ['machine off', 'ssh://deploy@web1:2222: it is not there, or does not run; `vagrant up` starts it'],
])('says what to do: %s', (trouble, message) => {
  expect(failureOf(machine, trouble, 'closed').message).toBe(message);
});

test('what only a person can mend is not tried again', () => {
  const mended: Trouble[] = ['key refused', 'host key changed', 'no rights', 'engine absent'];
  expect(mended.filter(mayPass)).toEqual([]);
  expect(mayPass('cut')).toBe(true);
});
