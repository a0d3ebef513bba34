import type { Replica } from '@causeway/release';
import { beforeEach, expect, test } from 'vitest';
import { ReplicaView } from './replica-view.ts';

type Answer = PromiseWithResolvers<readonly Replica[]>;

let answers: Answer[];
let late: PromiseWithResolvers<void>;
let view: ReplicaView;

beforeEach(() => {
  answers = [];
  late = Promise.withResolvers();
  view = new ReplicaView({
    ask: () => {
      const answer: Answer = Promise.withResolvers();
      answers.push(answer);
      return answer.promise;
    },
    onLate: async () => late.resolve(),
  });
});

const replicas = (...states: string[]) =>
  states.map((state, index) => ({ container: `api-r1-${index + 1}`, state }) as Replica);

async function known(...states: string[]): Promise<void> {
  const first = view.look();
  answers[0]?.resolve(replicas(...states));
  await first;
}

test('the first look waits for the engine', async () => {
  const first = view.look();
  setTimeout(() => answers[0]?.resolve(replicas('running')), 300);
  expect(await first).toEqual(replicas('running'));
});

test('an answer in time is what is shown', async () => {
  await known('running');
  const second = view.look();
  answers[1]?.resolve(replicas('exited'));
  expect(await second).toEqual(replicas('exited'));
});

test('one that is late is gone without, and shown when it comes', async () => {
  await known('running', 'running');
  expect(await view.look()).toEqual(replicas('running', 'running'));
  answers[1]?.resolve(replicas('running', 'restarting'));
  await late.promise;
  const third = view.look();
  expect(await third).toEqual(replicas('running', 'restarting'));
});

test('an engine that fails late changes nothing', async () => {
  await known('running');
  await view.look();
  answers[1]?.reject(new Error('the engine is silent'));
  expect(await view.look()).toEqual(replicas('running'));
});

test('one that fails in time is an error', async () => {
  await known('running');
  const second = view.look();
  answers[1]?.reject(new Error('the engine is gone'));
  await expect(second).rejects.toThrow('the engine is gone');
});

test('the answer to an earlier question does not take the place of a later one', async () => {
  await known('running');
  await view.look();
  const third = view.look();
  answers[2]?.resolve(replicas('restarting'));
  await third;
  answers[1]?.resolve(replicas('running'));
  expect(await view.look()).toEqual(replicas('restarting'));
});
