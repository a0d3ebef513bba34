import { expect, it } from 'vitest';
import { failureOf } from './failure.ts';
import { type Message, parseMessage } from './message.ts';

const command = 'vagrant up';

function failureIn(...lines: string[]) {
  const messages = lines.map(parseMessage).filter((each): each is Message => each !== undefined);
  return failureOf({ command, exitCode: 1, messages, tail: [] });
}

it.each([
  ['Vagrant::Errors::ProviderNotUsable', 'provider-missing'],
  ['Vagrant::Errors::MachineActionLockedError', 'machine-locked'],
  ['VagrantPlugins::DockerProvider::Errors::ContainerNotRunningError', 'not-running'],
  ['Vagrant::Errors::SomethingNew', 'failed'],
])('%s is %s', (vagrantClass, kind) => {
  const failure = failureIn(
    '1,host1,metadata,provider,docker',
    `2,,error-exit,${vagrantClass},No%!(VAGRANT_COMMA) sorry.`,
  );
  expect(failure).toMatchObject({ kind, vagrantClass, machine: 'host1', message: 'No, sorry.' });
});

const badExit =
  '3,,error-exit,Vagrant::Errors::VagrantError,The SSH command responded with a non-zero exit status. Vagrant\\nassumes';

it('is a provisioner’s where one had begun', () => {
  const began = '2,host1,ui,info,==> host1: Running provisioner: bootstrap (shell)...';
  expect(failureIn(began, badExit).kind).toBe('provisioning-failed');
  expect(failureIn(badExit).kind).toBe('failed');
});

it('has a message where Vagrant gives none', () => {
  expect(failureIn()).toMatchObject({ kind: 'failed', message: 'vagrant up: exit code 1' });
});

it('is the Vagrantfile’s where Vagrant did not come further', () => {
  const tail = [
    'Vagrant failed to initialize at a very early stage:',
    '',
    'There is a syntax error in the following Vagrantfile.',
  ];
  expect(failureOf({ command, exitCode: 1, messages: [], tail })).toMatchObject({
    kind: 'vagrantfile-invalid',
    message: 'There is a syntax error in the following Vagrantfile.',
  });
});
