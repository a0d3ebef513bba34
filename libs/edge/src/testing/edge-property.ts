import fc from 'fast-check';
import { renderBootstrap } from '../bootstrap.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { flattenForValidation } from '../validation.ts';
import { anyEdge, renderInput } from './any-edge.ts';
import { validate } from './envoy.ts';
import { reordered } from './reordered.ts';
import { startEdge } from './running-edge.ts';

interface Run {
  readonly plans: number;
  readonly seed?: number;
}

/** Renders so many random plans, the same bytes in whichever order their parts come, and asks the binary about each. */
export const holdForAnyPlan = ({ plans, seed }: Run): void =>
  fc.assert(
    fc.property(anyEdge, fc.nat(), (input, order) => {
      const files = renderInput(input);
      sameFiles(files, renderInput(reordered(input, order)));
      const said = validate(flattenForValidation(renderBootstrap(input.plan), files));
      if (said !== 'OK') throw new Error(said);
    }),
    { numRuns: plans, ...(seed !== undefined && { seed }) },
  );

function sameFiles(files: EdgeFiles, others: EdgeFiles): void {
  const names = [...new Set([...Object.keys(files), ...Object.keys(others)])];
  const different = names.filter((name) => files[name] !== others[name]);
  if (different.length > 0) throw new Error(`another order changes ${different.join(', ')}`);
}

/** Brings a real edge to so many random plans, and wants it to take every file of each. */
export const takenForAnyPlan = ({ plans, seed }: Run): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyEdge, async (input) => {
      const { services, edge: wanted } = input.plan;
      const { http: _http, https: _https, directory: _directory, adminSocket: _socket, ...asked } = wanted;
      const edge = await startEdge(services, asked);
      try {
        await edge.show(renderInput({ ...input, plan: edge.plan }));
        const refusals = await edge.refusals();
        if (refusals > 0) throw new Error(`the edge has refused ${refusals} updates: ${edge.output}`);
      } finally {
        await edge.stop();
      }
    }),
    { numRuns: plans, ...(seed !== undefined && { seed }) },
  );
