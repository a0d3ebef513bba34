import { kernelClaim, type Part } from '../step.ts';

/** A container may have its memory and no more; with swap the whole host slows down in its stead. */
export function swap(): Part {
  return { name: 'swap', packages: [], steps: [kernelClaim('there is no swap', 'no_swap')] };
}
