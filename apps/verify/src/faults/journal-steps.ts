import type { Content } from './subject.ts';

/** A step of the journal, and how it is made long enough to be met. */
export interface JournalStep {
  readonly step: string;
  readonly content: Content;
  readonly options?: readonly string[];
  /** Milliseconds from its beginning until the blow. */
  readonly after: number;
  /** The command waits for it. */
  readonly underCommand: boolean;
}

/** Every release of the matrix retires the one before, so each has what makes a retirement long. */
const longRetirement = { farewell: 2000, lingering: 2000 };

export const journalSteps: readonly JournalStep[] = [
  { step: 'look', content: longRetirement, after: 0, underCommand: true },
  {
    step: 'migrate',
    content: { ...longRetirement, migration: { takes: 2000, exitCode: 0 } },
    after: 700,
    underCommand: true,
  },
  { step: 'start', content: longRetirement, after: 0, underCommand: true },
  { step: 'ready', content: { ...longRetirement, boot: 2500 }, after: 500, underCommand: true },
  {
    step: 'canary',
    content: longRetirement,
    options: ['--canary', '50%,100%', '--step', '2s'],
    after: 500,
    underCommand: true,
  },
  { step: 'switch', content: longRetirement, after: 0, underCommand: true },
  { step: 'bake', content: longRetirement, options: ['--wait'], after: 1000, underCommand: true },
  { step: 'prepare', content: longRetirement, after: 0, underCommand: false },
  { step: 'drain', content: longRetirement, after: 500, underCommand: false },
  { step: 'stop', content: longRetirement, after: 300, underCommand: false },
];
