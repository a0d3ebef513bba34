import type { Message } from './message.ts';

export interface Box {
  readonly name: string;
  readonly provider: string;
  /** `0` for a box that was added as a file. */
  readonly version: string;
}

/** Each box is three lines, of which the version is the last. */
export function boxesOf(messages: readonly Message[]): Box[] {
  const boxes: Box[] = [];
  let [name, provider] = ['', ''];
  for (const { type, data } of messages) {
    const value = data[0] ?? '';
    if (type === 'box-name') name = value;
    if (type === 'box-provider') provider = value;
    if (type === 'box-version') boxes.push({ name, provider, version: value });
  }
  return boxes;
}
