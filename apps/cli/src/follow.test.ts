import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentProgram } from './agent-client.ts';
import { follow } from './follow.ts';
import { event, TryOut } from './testing/try-out.ts';

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
});

afterEach(() => tryOut.remove());

const agent = (): AgentProgram => ({ file: tryOut.path('bin/docker'), args: ['exec', '-i'] });

test('an agent that stays away is given up, with what to do', async () => {
  tryOut.script({
    release: [[event(1, 'release', { release: 'r8' }), 'die']],
    attach: [['unreachable']],
  });
  const said: string[] = [];
  const wanted = { service: 'api', image: 'sha256:1', packageVersion: '1', force: false, by: 'ann@desk' };
  const following = {
    deadline: 30_000,
    patience: 1000,
    say: (line: string) => said.push(line),
    onEvent: () => undefined,
  };
  await expect(follow(agent(), { op: 'release', wanted }, following)).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringMatching(/^api: no word from the agent for 1 s .*\n.*`release api --attach`/),
  });
  expect(said).toEqual([expect.stringContaining('the agent is away, attaching again')]);
});
