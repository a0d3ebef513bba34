import { createInterface } from 'node:readline';
import type { Plan } from '@causeway/plan';
import type Docker from 'dockerode';
import { labelFilter } from './labels.ts';

export interface ContainerEvent {
  readonly action: 'kill' | 'die' | 'stop' | 'start' | 'destroy';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Of `kill` only. */
  readonly signal?: number;
}

const actions = ['kill', 'die', 'stop', 'start', 'destroy'];

/** What happens to the target's containers from the moment this resolves; ends when the engine ends the connection. */
export async function containerEvents(
  docker: Docker,
  labels: Plan['labels'],
): Promise<AsyncIterable<ContainerEvent>> {
  const filters = { type: ['container'], event: actions, ...labelFilter(labels) };
  return readEvents(await docker.getEvents({ filters: JSON.stringify(filters) } as Docker.GetEventsOptions));
}

async function* readEvents(stream: NodeJS.ReadableStream): AsyncGenerator<ContainerEvent> {
  for await (const line of createInterface({ input: stream })) yield readEvent(JSON.parse(line));
}

function readEvent(event: {
  Action: string;
  Actor: { ID: string; Attributes: Record<string, string> };
}): ContainerEvent {
  const { name = '', signal, ...labels } = event.Actor.Attributes;
  return {
    action: event.Action as ContainerEvent['action'],
    id: event.Actor.ID,
    name,
    labels,
    ...(signal && { signal: Number(signal) }),
  };
}
