import type { Message } from './message.ts';

export interface MachineStatus {
  readonly name: string;
  /** Absent for a machine that is not there yet, on some providers. */
  readonly provider?: string;
  /** The provider's own word: `running`, `poweroff`, `stopped`, `not_created`, … */
  readonly state: string;
  readonly description: string;
}

/** In the order of the Vagrantfile. */
export function statusesOf(messages: readonly Message[]): MachineStatus[] {
  const names = new Set(
    messages.flatMap(({ machine, type }) => (machine && type === 'state' ? [machine] : [])),
  );
  return [...names].map((name) => {
    const value = (type: string) =>
      messages.findLast((message) => message.machine === name && message.type === type)?.data[0];
    const provider = value('provider-name');
    return {
      name,
      ...(provider && { provider }),
      state: value('state') ?? 'unknown',
      description: value('state-human-long') ?? '',
    };
  });
}
