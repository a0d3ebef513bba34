import { readdirSync, readFileSync } from 'node:fs';
import type { Begun } from '../platform/commands.ts';
import { inspect, kill } from '../platform/engine.ts';
import type { Target } from '../target.ts';
import { agentOf } from './docker.ts';
import { restartEngine } from './restart-engine.ts';

/** A way to interrupt a release. */
export interface Blow {
  readonly name: string;
  /** Hits the command, and so only while one runs. */
  readonly hitsCommand: boolean;
  readonly restartsEngine: boolean;
  /** Looks up what it will need, so that the stroke itself takes no time. */
  readonly raise: (target: Target, command: Begun) => Promise<() => Promise<void>>;
}

export const blows: readonly Blow[] = [
  { name: 'agent killed', hitsCommand: false, restartsEngine: false, raise: killAgent },
  { name: 'agent crashes', hitsCommand: false, restartsEngine: false, raise: crashAgent },
  { name: 'command killed', hitsCommand: true, restartsEngine: false, raise: killCommand },
  { name: 'connection dropped', hitsCommand: true, restartsEngine: false, raise: dropConnection },
  { name: 'engine restarted', hitsCommand: false, restartsEngine: true, raise: raiseEngine },
];

async function killAgent(target: Target) {
  return () => kill(target, agentOf(target));
}

/** Ends its process itself, within a millisecond: the only way to meet a step as short as the switch. */
async function crashAgent(target: Target) {
  const { State } = await inspect(target, agentOf(target));
  return async () => void process.kill(State.Pid, 'SIGKILL');
}

async function killCommand(_target: Target, { pid }: Begun) {
  return async () => void process.kill(pid, 'SIGKILL');
}

/** The command talks to the agent through a client of the engine of its own. */
async function dropConnection(_target: Target, { pid }: Begun) {
  return async () => {
    for (const child of childrenOf(pid)) process.kill(child, 'SIGKILL');
  };
}

async function raiseEngine(target: Target) {
  return () => restartEngine(target);
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === parent)
    .map(Number);
}

/** 0 for a process that has ended meanwhile. */
function parentOf(pid: string): number {
  try {
    const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    return Number(rest.split(' ')[1]);
  } catch {
    return 0;
  }
}
