import { expect, it } from 'vitest';
import { parseSshConfig } from './ssh-config.ts';

const text = `Host host1
  HostName 127.0.0.1
  User vagrant
  Port 2222
  UserKnownHostsFile /dev/null
  IdentityFile "/home/ada l/private_key"
  IdentityFile /home/ada/other
  ProxyCommand ssh -W %h:%p jump
`;

it('reads what leads to the machine', () => {
  expect(parseSshConfig(text)).toMatchObject({
    host: 'host1',
    hostName: '127.0.0.1',
    port: 2222,
    user: 'vagrant',
    identityFiles: ['/home/ada l/private_key', '/home/ada/other'],
    text,
  });
});

it('keeps every option by its name in lower case', () => {
  expect(parseSshConfig(text).options).toMatchObject({
    userknownhostsfile: ['/dev/null'],
    proxycommand: ['ssh -W %h:%p jump'],
  });
});

it('says what is not there', () => {
  expect(() => parseSshConfig('Host host1\n')).toThrow(
    'ssh-config: Vagrant gave no hostname in:\nHost host1',
  );
});
