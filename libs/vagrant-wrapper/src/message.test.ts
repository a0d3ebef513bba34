import { expect, it } from 'vitest';
import { parseMessage } from './message.ts';

it('reads time, machine, type and data', () => {
  expect(parseMessage('1795299597,host1,action,up,start')).toEqual({
    time: 1_795_299_597,
    machine: 'host1',
    type: 'action',
    data: ['up', 'start'],
  });
});

it('leaves the machine out where the line is about none', () => {
  expect(parseMessage('1795299597,,ui,info,hello')).not.toHaveProperty('machine');
});

it('gives commas and line ends back', () => {
  expect(parseMessage(String.raw`1,host1,state-human-long,a%!(VAGRANT_COMMA) b\nc\r\nd`)?.data).toEqual([
    'a, b\nc\r\nd',
  ]);
});

it('keeps empty data apart', () => {
  expect(parseMessage('1,host1,box-info,,x,')?.data).toEqual(['', 'x', '']);
});

it.each(['==> host1: no', '', 'Step 1/12 : FROM, x', 'a,b,c,d', '12,host1'])(
  'is not Vagrant’s: %j',
  (line) => {
    expect(parseMessage(line)).toBeUndefined();
  },
);
