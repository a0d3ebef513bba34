import { createInterface } from 'node:readline';
import type { Plan } from '@causeway/plan';
import type Docker from 'dockerode';
import { callEngine, shortly } from './engine-call.ts';
import { alwaysEnds } from './killed.ts';
import { labelFilter } from './labels.ts';
import { stopSignalOf } from './stop-signal.ts';

export interface ContainerEvent {
  readonly action: 'kill' | 'die' | 'stop' | 'start' | 'destroy';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number;
  /** Of `kill` only. */
  readonly signal?: number;
  /** Of `kill` with a signal that does not end every program: the one that ends this container in order, where it names one. */
  readonly stopSignal?: number;
  /** Of `die` only. */
  readonly exitCode?: number;
}

const actions = ['kill', 'die', 'stop', 'start', 'destroy'];

/** How often a silent stream is asked whether anybody is there. Milliseconds. */
const pingInterval = 15_000;

/** What happens to the target's containers from the moment this resolves; ends when the engine ends the connection, or hangs. */
export async function containerEvents(
  docker: Docker,
  labels: Plan['labels'],
): Promise<AsyncIterable<ContainerEvent>> {
  const stream = await openStream(docker, labels, {});
  return readEvents(docker, stream);
}

/** What the engine still remembers, oldest first: the last few hundred events since its own start. */
export async function pastEvents(
  docker: Docker,
  labels: Plan['labels'],
  { since, until }: { readonly since: number; readonly until: number },
): Promise<ContainerEvent[]> {
  const stream = await openStream(docker, labels, { since: seconds(since), until: seconds(until) });
  return await callEngine('tell its past events', shortly, () => collect(readLines(docker, stream)));
}

async function collect(events: AsyncIterable<ContainerEvent>): Promise<ContainerEvent[]> {
  const collected: ContainerEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

type Events = Awaited<ReturnType<Docker['getEvents']>> & { destroy(error?: Error): void };

async function openStream(docker: Docker, labels: Plan['labels'], range: object): Promise<Events> {
  const filters = { type: ['container'], event: actions, ...labelFilter(labels) };
  const options = { filters: JSON.stringify(filters), ...range } as Docker.GetEventsOptions;
  // The signal would end the stream as well as the wait for it.
  const stream = await callEngine('open its event stream', shortly, () => docker.getEvents(options));
  return stream as Events;
}

async function* readEvents(docker: Docker, stream: Events): AsyncGenerator<ContainerEvent> {
  const ping = () => callEngine('answer a ping', shortly, () => docker.ping());
  const pings = setInterval(() => void ping().catch((error) => stream.destroy(error)), pingInterval).unref();
  try {
    yield* readLines(docker, stream);
  } finally {
    clearInterval(pings);
  }
}

async function* readLines(docker: Docker, stream: Events): AsyncGenerator<ContainerEvent> {
  for await (const line of createInterface({ input: stream }))
    yield await withStopSignal(docker, readEvent(JSON.parse(line)));
}

async function withStopSignal(docker: Docker, event: ContainerEvent): Promise<ContainerEvent> {
  if (event.signal === undefined || alwaysEnds(event.signal)) return event;
  const stopSignal = await stopSignalOf(docker, event.id);
  return { ...event, ...(stopSignal !== undefined && { stopSignal }) };
}

function readEvent(event: {
  Action: string;
  timeNano: number;
  Actor: { ID: string; Attributes: Record<string, string> };
}): ContainerEvent {
  const { name = '', signal, exitCode, ...labels } = event.Actor.Attributes;
  return {
    action: event.Action as ContainerEvent['action'],
    id: event.Actor.ID,
    name,
    labels,
    at: event.timeNano / 1e6,
    ...(signal && { signal: Number(signal) }),
    ...(exitCode && { exitCode: Number(exitCode) }),
  };
}

/** As the engine wants times: seconds, with fractions. */
function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(9);
}
