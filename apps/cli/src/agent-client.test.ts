import { join } from 'node:path';
import type { ServicePlan } from '@causeway/plan';
import type { ProgressEvent } from '@causeway/release';
import { describe, expect, test } from 'vitest';
import { type AgentProgram, ask, releaseDeadline } from './agent-client.ts';

const script = join(import.meta.dirname, 'testing/speaking-agent.ts');
const longEnough = 30_000;

describe('the time of a release', () => {
  const deploy = {
    look: 1,
    migrateLock: 20,
    migrate: 300,
    boot: 4000,
    drain: 50_000,
    stopGrace: 600_000,
    bake: 7_000_000,
    snapshot: false,
  };
  const of = (more: Partial<typeof deploy>, wanted: Parameters<typeof releaseDeadline>[1] = {}) =>
    releaseDeadline({ deploy: { ...deploy, ...more } } as ServicePlan, wanted) -
    releaseDeadline({ deploy } as ServicePlan);

  test('holds whatever it may wait for on the way, the copy of the database too', () => {
    expect(releaseDeadline({ deploy } as ServicePlan)).toBeGreaterThan(654_321);
    expect(of({ snapshot: true })).toBe(deploy.migrate);
    expect(of({}, { wait: true })).toBe(deploy.bake);
    expect(of({}, { canary: { percents: [5, 100], step: 10_000 } })).toBe(20_000);
  });

  test('is never so long that a timer ends at once', async () => {
    const canary = { percents: [5, 25, 100], step: 30 * 24 * 60 * 60_000 };
    const deadline = releaseDeadline({ deploy } as ServicePlan, { canary });
    expect(await askEdge('answers', deadline)).toHaveProperty('files');
  });
});

function agent(behaviour: string): AgentProgram {
  return { file: process.execPath, args: [script, behaviour], env: { DOCKER_HOST: 'unix:///nowhere' } };
}

function askEdge(behaviour: string, deadline = longEnough, onEvent?: (event: ProgressEvent) => void) {
  return ask(agent(behaviour), { op: 'edge' }, { deadline, ...(onEvent && { onEvent }) });
}

describe('a conversation with the agent', () => {
  test('sends one request line, passes events on in order, and returns the answer', async () => {
    const events: ProgressEvent[] = [];
    const answer = await askEdge('answers', longEnough, (event) => events.push(event));
    expect(answer).toEqual({ files: { 'lds.json': '{"op":"edge"}\n' } });
    expect(events).toEqual([
      { at: 1, step: 'start', state: 'waiting', detail: 'replica 1' },
      { at: 2, step: 'start', state: 'done' },
    ]);
  });

  test.each([
    ['refuses', 'failed', 'palindrom: another release runs; wait for it'],
    [
      'vanishes',
      'failed',
      'agent edge: the agent went away before it answered (exit code 137: out of memory)',
    ],
    [
      'babbles',
      'failed',
      'agent edge: answered with what is not the protocol (got "Segmentation fault, or so")',
    ],
    ['stopped', 'unreachable', 'agent: its container does not run'],
    ['absent', 'unreachable', 'agent: not there; run `deploy` for this target first'],
    ['unreachable', 'unreachable', 'Docker engine at unix:///nowhere: not reachable'],
  ])('an agent that %s ends it as %s', async (behaviour, kind, message) => {
    await expect(askEdge(behaviour)).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(message),
    });
  });

  test('an agent that hangs is left at the deadline, and the message says what goes on', async () => {
    await expect(askEdge('hangs', 1000)).rejects.toMatchObject({
      kind: 'failed',
      message:
        'agent edge: no end after 1 s, so it was stopped; the agent goes on by itself: look with `status`',
    });
  });
});
