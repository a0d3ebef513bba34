import type { Message } from './message.ts';

/** Names out of `snapshot list`, which gives them to people alone: without the prefix that all other text has. */
export function snapshotsOf(messages: readonly Message[], machine: string): string[] {
  return messages
    .filter(({ type, data }) => type === 'ui' && data[0] === 'detail')
    .map(({ data }) => data[1] ?? '')
    .filter((text) => text !== '' && !text.startsWith(`    ${machine}:`));
}
