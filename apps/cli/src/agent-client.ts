import { type Plan, paths, type ServicePlan } from '@causeway/plan';
import type { Message, ProgressEvent, Request, Results, WantedRelease } from '@causeway/release';
import { dockerProgram, isUnreachable, unreachable } from './docker.ts';
import { Failure, type FailureKind } from './failure.ts';
import { type Outcome, type Program, run } from './process.ts';

/** Answers from what the agent knows, over ssh at worst. */
export const answerDeadline = 30_000;
/** The first `apply` waits for Postgres to make its files, and writes keys, roles and the edge's first config. */
export const applyDeadline = 180_000;
/** An order is answered when it is obeyed: containers are stopped, or a route is switched and read back. */
export const orderDeadline = 180_000;
/** What the steps of a release take beside the times that the plan gives them. */
const releaseMargin = 90_000;

/** What a timer holds; a longer one would end at once. Milliseconds, some 24 days. */
const longestTimer = 2 ** 31 - 1;

/** How to start a conversation; a program, so that whoever may use the host's Docker may talk to the agent. */
export type AgentProgram = Pick<Program, 'file' | 'args' | 'env'>;

export function agentOf(plan: Plan): AgentProgram {
  const container = `${plan.prefix}-agent`;
  return dockerProgram(plan.engine.host, ['exec', '-i', container, 'node', paths.agentConnectProgram]);
}

/** With all that it may wait for on the way; a release during a drain may also wait for the drain's end. */
export function releaseDeadline(
  { deploy }: ServicePlan,
  { canary, wait }: Pick<WantedRelease, 'canary' | 'wait'> = {},
): number {
  // the copy of a database has as long as its migration
  const database = deploy.migrateLock + deploy.migrate * (deploy.snapshot ? 2 : 1);
  const steps = deploy.look + database + deploy.boot + deploy.drain + deploy.stopGrace;
  const watched = (canary ? canary.step * canary.percents.length : 0) + (wait ? deploy.bake : 0);
  return Math.min(steps + watched + releaseMargin, longestTimer);
}

export interface Conversation {
  readonly deadline: number;
  readonly onEvent?: (event: ProgressEvent) => void;
}

/** The conversation broke off before an answer: the agent is being restarted, or the way to it is. */
export class AgentLost extends Failure {
  /** There is no such container: nothing was ever deployed, or it is just being replaced. */
  readonly absent: boolean;

  constructor(kind: FailureKind, message: string, absent = false) {
    super(kind, message);
    this.absent = absent;
  }
}

/** One request, any number of events, one answer. */
export async function ask<Op extends Request['op']>(
  agent: AgentProgram,
  request: Extract<Request, { op: Op }>,
  { deadline, onEvent }: Conversation,
): Promise<Results[Op]> {
  const listener = listen<Op>(onEvent);
  const outcome = await run({
    ...agent,
    deadline,
    input: `${JSON.stringify(request)}\n`,
    task: `agent ${request.op}`,
    whenOverdue: 'the agent goes on by itself: look with `status`',
    onLine: (line, stream) => void (stream === 'stdout' && listener.hear(line)),
  });
  return listener.answer() ?? raise(silence(agent, request.op, outcome, listener.noise()));
}

function listen<Op extends Request['op']>(onEvent: Conversation['onEvent']) {
  let last: Message<Op> | undefined;
  let noise: string | undefined;
  return {
    hear(line: string): void {
      const message = parse<Op>(line);
      // a line that the end of the connection cut is no noise
      if (!message && !line.startsWith('{')) noise ??= line;
      else if (!message) return;
      else if ('event' in message) onEvent?.(message.event);
      else last = message;
    },
    answer(): Results[Op] | undefined {
      if (!last) return undefined;
      if ('error' in last) throw new Failure(last.error.kind ?? 'failed', last.error.message);
      return 'result' in last ? last.result : undefined;
    },
    noise: () => noise,
  };
}

function parse<Op extends Request['op']>(line: string): Message<Op> | undefined {
  try {
    const message = JSON.parse(line);
    const known = ['event', 'result', 'error'].some((key) => typeof message?.[key] === 'object');
    return known ? message : undefined;
  } catch {
    return undefined;
  }
}

function silence(agent: AgentProgram, op: string, outcome: Outcome, noise: string | undefined): Failure {
  const { stderr } = outcome;
  if (isUnreachable(stderr)) {
    const { kind, message } = unreachable(agent.env?.DOCKER_HOST ?? 'the default address', stderr);
    return new AgentLost(kind, message);
  }
  if (/no such container/i.test(stderr))
    return new AgentLost('unreachable', 'agent: not there; run `deploy` for this target first', true);
  if (/is not running|is restarting/i.test(stderr)) {
    return new AgentLost(
      'unreachable',
      'agent: its container does not run; see `logs agent`, and run `deploy` to start it',
    );
  }
  if (noise !== undefined) {
    return new Failure(
      'failed',
      `agent ${op}: answered with what is not the protocol (got ${quote(noise)}); run \`deploy\`, so that agent and command line are of one version`,
    );
  }
  return wentAway(op, outcome);
}

function wentAway(op: string, { exitCode, stderr }: Outcome): AgentLost {
  const reason = stderr.trim() ? `: ${stderr.trim().split('\n').at(-1)}` : '';
  return new AgentLost(
    'failed',
    `agent ${op}: the agent went away before it answered (exit code ${exitCode}${reason}); it goes on from its journal: look with \`status\``,
  );
}

function quote(line: string): string {
  return JSON.stringify(line.length > 120 ? `${line.slice(0, 119)}…` : line);
}

function raise(failure: Failure): never {
  throw failure;
}
