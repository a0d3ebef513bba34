import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { anyPath } from './any-path.ts';
import { greedyReadings, isBelow } from './greedy.ts';
import { type PathRules, type Verdict, verdict } from './path-model.ts';
import type { Asked, WitnessedEdge } from './witnessed-edge.ts';

/** Sent at a time: many on one connection. */
const batch = 50;

/** Sends so many random paths, and wants of each what the model says, and of none that some application may take it for a covered one. */
export const holdForAnyPath = (
  edge: WitnessedEdge,
  rules: PathRules,
  { paths, seed }: { paths: number; seed?: number },
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom('HTTP/1.1' as const, 'HTTP/2' as const),
      fc.array(anyPath(rules), { minLength: batch, maxLength: batch }),
      async (protocol, all) => {
        const wrong = (await edge.askAll(protocol, all)).filter((asked) => !isRight(rules, asked));
        if (wrong.length > 0) throw new Error(`${protocol}: ${JSON.stringify(wrong[0])}`);
      },
    ),
    // the error names the path itself
    { endOnFailure: true, numRuns: paths / batch, ...(seed !== undefined && { seed }) },
  );

const isRight = (rules: PathRules, asked: Asked): boolean =>
  isDeepStrictEqual(asked, expected(rules, asked.path)) &&
  asked.reached.every((target) => !reachesAny(rules, target));

function reachesAny({ block, protect }: PathRules, target: string): boolean {
  const readings = [...greedyReadings(target)];
  return [...block, ...protect].some((rule) => readings.some((reading) => isBelow(rule, reading)));
}

function expected(rules: PathRules, path: string): Asked {
  const said = verdict(rules, path);
  return { path, status: statuses[said], reached: said === 'forwarded' ? [path] : [] };
}

const statuses: Readonly<Record<Verdict, number>> = {
  refused: 400,
  blocked: 404,
  'asks for credentials': 401,
  forwarded: 200,
};
