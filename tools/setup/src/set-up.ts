import { act, isEngineWork } from './act.ts';
import { type Decision, decide, decideFront, decideMachine, decideMachineImage } from './decide.ts';
import {
  type EngineName,
  edgeImage,
  type Facts,
  factsFrom,
  type MachineFacts,
  machineFactsFrom,
} from './facts.ts';
import { alone } from './lock.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import type { Cache } from './paths.ts';
import { writeWhole } from './whole-file.ts';

export interface Wish {
  readonly dockerHost: string;
  /** What the facts say of it, where that is not what clients here are told. */
  readonly engine: EngineName;
  /** Where the facts go. */
  readonly file: string;
  /** What the tests need as well. */
  readonly forTest: boolean;
}

/** A person must do something first; the message says what. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Looks, says what it will do and why, does it, and leaves the facts. */
export async function setUp(wish: Wish, cache: Cache, say: (line: string) => void): Promise<Facts> {
  const wanted = { wantsTest: wish.forTest, isElsewhere: wish.engine.host.startsWith('ssh://') };
  const seen = await bring(decide, () => observe(wish.dockerHost, cache, wanted), cache, say);
  const facts = factsFrom(seen, cache, wish.engine);
  writeWhole(wish.file, `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/** The same for a machine in a container, with Vagrant or without. */
export async function setUpMachine(
  { dockerHost, withVagrant }: { readonly dockerHost: string; readonly withVagrant: boolean },
  cache: Cache,
  say: (line: string) => void,
): Promise<MachineFacts> {
  const decide = withVagrant ? decideMachine : decideMachineImage;
  return machineFactsFrom(await bring(decide, () => observe(dockerHost, cache), cache, say));
}

/** The same for the balancer in front of several machines. */
export async function setUpFront(
  dockerHost: string,
  cache: Cache,
  say: (line: string) => void,
): Promise<{ readonly image: string }> {
  const { images } = await bring(decideFront, () => observe(dockerHost, cache), cache, say);
  return { image: edgeImage(images) };
}

type Decide = (seen: Observed) => Decision[];
type Look = () => Promise<Observed>;

async function bring(
  decide: Decide,
  look: Look,
  cache: Cache,
  say: (line: string) => void,
): Promise<Observed> {
  const found = await look();
  announce(decide(found), say);
  refuse(decide(found));
  return decide(found).some(needsWork)
    ? await alone(
        cache,
        () => say('another set-up works here; waiting for it'),
        () => work(decide, look, cache),
      )
    : found;
}

/** The engine first: only then can be seen which images it holds. */
async function work(decide: Decide, look: Look, cache: Cache): Promise<Observed> {
  const before = await look();
  const engine = decide(before).filter(isEngineWork);
  await act(engine, before, cache);
  const ready = engine.length > 0 ? await look() : before;
  await act(decide(ready).filter(needsWork), ready, cache);
  return look();
}

function needsWork({ work }: Decision): boolean {
  return work.kind !== 'keep' && work.kind !== 'stop';
}

function announce(decisions: readonly Decision[], say: (line: string) => void): void {
  for (const { part, work, reason } of decisions)
    if (work.kind !== 'stop') say(`${part}: ${verbs[work.kind]} (${reason})`);
}

/** Before anything is touched, and everything at once. */
function refuse(decisions: readonly Decision[]): void {
  const stops = decisions.flatMap(({ part, work, reason }) =>
    work.kind === 'stop' ? [`${part}: ${reason}; ${work.remedy}`] : [],
  );
  if (stops.length > 0) throw new Stopped(stops.join('\n'));
}

const verbs: Readonly<Record<Exclude<Decision['work']['kind'], 'stop'>, string>> = {
  keep: 'nothing to do',
  'install-engine': 'install and start',
  'start-engine': 'start',
  'await-engine': 'wait for it',
  'pull-image': 'pull',
  'stream-images': 'stream',
  'build-base': 'build',
  'build-image': 'build',
  'install-vagrant': 'install',
  'build-machine': 'build',
  'unpack-envoy': 'unpack',
  'copy-envoy': 'copy',
  'build-provider': 'build',
  'build-pebble': 'build',
  'install-test-packages': 'install',
};
