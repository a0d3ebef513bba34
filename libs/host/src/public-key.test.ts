import { expect, test } from 'vitest';
import { readPublicKeys } from './public-key.ts';

const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForTheTestsAndOpensNothing0000000000';
const hardware = 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIA== ada';

test('takes the keys of all the devices of a person', () => {
  expect(readPublicKeys('ada.pub', `# laptop\n${ed25519} ada@laptop\n\n${hardware}\n`)).toEqual([
    `${ed25519} ada@laptop`,
    hardware,
  ]);
});

test.each([
  ['', 'ada.pub: must hold public keys as ssh-keygen writes them, one a line (it is empty)'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', 'ada.pub: is a private key; name the .pub file beside it'],
  [`command="sh" ${ed25519}`, 'one a line (got "command="sh" ssh-ed25519'],
  [`${ed25519} ada\u0007`, 'one a line (got "ssh-ed25519'],
])('refuses %j', (text, message) => {
  expect(() => readPublicKeys('ada.pub', text)).toThrow(message);
});
