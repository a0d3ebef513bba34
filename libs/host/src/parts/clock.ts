import { kernelClaim, type Part } from '../step.ts';

/** Certificates, leases and logs need the time. */
export function clock(): Part {
  return { name: 'clock', packages: [], steps: [kernelClaim('the clock is kept', 'clock_kept')] };
}
