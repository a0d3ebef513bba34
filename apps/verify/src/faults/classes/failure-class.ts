import type { Target } from '../../target.ts';
import type { Content } from '../subject.ts';

/** One way in which a release goes wrong. */
export interface FailureClass {
  readonly name: string;
  /** What the release is made of, where that is what is wrong. */
  readonly content?: Content;
  /** File in `configs/` that is deployed instead of a release under the good config. */
  readonly config?: string;
  /** Makes the host go wrong; gives back what makes it right again. Undefined: it cannot be done here, and why is said. */
  readonly break?: (target: Target) => Promise<Mend | string>;
  /** What happens once the release has reached a step. */
  readonly strike?: { readonly at: string; readonly blow: (target: Target) => Promise<void> };
  /** The new release has served: how traffic went back is part of the matter. Seconds that it may take. */
  readonly switchBack?: { readonly within: number };
  /** What the message must hold: where, what, what to do, the log's end. */
  readonly says: readonly RegExp[];
  /** Restarts the engine under everything that runs on it. */
  readonly restartsEngine?: boolean;
  /** An agent that heals itself may finish the release instead. */
  readonly mayFinish?: boolean;
}

export type Mend = () => Promise<void>;
