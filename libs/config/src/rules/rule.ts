import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** What must hold between fields; a rule is silent about values that are absent from the draft. */
export type Rule = (draft: Draft) => Mistake[];
