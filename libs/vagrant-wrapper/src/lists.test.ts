import { expect, it } from 'vitest';
import { boxesOf } from './box.ts';
import { statusesOf } from './machine-status.ts';
import { type Message, parseMessage } from './message.ts';
import { snapshotsOf } from './snapshot.ts';

const messagesIn = (...lines: string[]) =>
  lines.map(parseMessage).filter((each): each is Message => each !== undefined);

it('lists machines in the order of the Vagrantfile, those not made too', () => {
  const messages = messagesIn(
    '1,host2,metadata,provider,docker',
    '2,host1,provider-name,docker',
    '2,host1,state,not_created',
    '2,host1,state-human-long,Not created.',
    '3,host2,provider-name,libvirt',
    '3,host2,state,running',
    '3,host2,state-human-long,Runs%!(VAGRANT_COMMA) well.',
    '4,,ui,info,Current machine states:',
  );
  expect(statusesOf(messages)).toEqual([
    { name: 'host1', provider: 'docker', state: 'not_created', description: 'Not created.' },
    { name: 'host2', provider: 'libvirt', state: 'running', description: 'Runs, well.' },
  ]);
});

it('lists boxes, two providers of one name as two', () => {
  const lines = ['libvirt', 'virtualbox'].flatMap((provider) => [
    `1,,ui,info,debian (${provider}%!(VAGRANT_COMMA) 12)`,
    '1,,box-name,debian',
    `1,,box-provider,${provider}`,
    '1,,box-version,12',
  ]);
  expect(boxesOf(messagesIn(...lines))).toEqual([
    { name: 'debian', provider: 'libvirt', version: '12' },
    { name: 'debian', provider: 'virtualbox', version: '12' },
  ]);
});

it('lists snapshots, and takes the advice where there are none for none', () => {
  const some = messagesIn(
    '1,host1,ui,output,==> host1: ',
    '1,host1,ui,detail,before',
    '1,host1,ui,detail,after',
  );
  const none = messagesIn(
    '1,host1,ui,output,==> host1: No snapshots have been taken yet!',
    '1,host1,ui,detail,    host1: You can take a snapshot using `vagrant snapshot save`.',
  );
  expect(snapshotsOf(some, 'host1')).toEqual(['before', 'after']);
  expect(snapshotsOf(none, 'host1')).toEqual([]);
});
