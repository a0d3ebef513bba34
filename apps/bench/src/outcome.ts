import type { Figures, Target } from '@causeway/verify';
import type { Options } from './options.ts';

/** What a part has measured. */
export interface Outcome {
  readonly title: string;
  readonly rows: Figures['rows'];
  /** Every single value, for the file. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** What could not be measured, and why. */
  readonly missed?: string;
}

export type Measure = (target: Target, options: Options) => Promise<Outcome>;
