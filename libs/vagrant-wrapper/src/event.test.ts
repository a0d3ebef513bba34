import { expect, it } from 'vitest';
import { eventOf } from './event.ts';
import { parseMessage } from './message.ts';

const eventIn = (line: string) => eventOf(parseMessage(line), line);

it.each([
  ['1,host1,action,up,start', { kind: 'began', machine: 'host1', action: 'up' }],
  ['1,host1,action,up,end', { kind: 'ended', machine: 'host1', action: 'up' }],
  [
    '1,host1,ui,output,==> host1: Starting container...',
    { kind: 'text', machine: 'host1', level: 'output', text: 'Starting container...' },
  ],
  [
    String.raw`1,host1,ui,detail,    host1: \n    host1: key detected%!(VAGRANT_COMMA) and\n    host1: replaced.`,
    { kind: 'text', machine: 'host1', level: 'detail', text: '\nkey detected, and\nreplaced.' },
  ],
  ['1,,ui,info,Bringing it up...', { kind: 'text', level: 'info', text: 'Bringing it up...' }],
  ['Step 1/12 : ARG BASE', { kind: 'text', level: 'program', text: 'Step 1/12 : ARG BASE' }],
  [
    '1,host1,provider-name,docker',
    { kind: 'fact', message: { time: 1, machine: 'host1', type: 'provider-name', data: ['docker'] } },
  ],
])('%s', (line, event) => {
  expect(eventIn(line)).toEqual(event);
});
