import type { Target } from '@causeway/verify';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { measureRound, type Round, type RowName, rows } from './round.ts';
import { rowsOf } from './series.ts';

/** Releases, rollbacks and switch-backs, over and over; ends at the first that cannot be measured. */
export async function benchRelease(target: Target, { times, rate }: Options): Promise<Outcome> {
  const rounds: Round[] = [];
  let missed: string | undefined;
  while (rounds.length < times && missed === undefined) {
    await measureRound(target, rate).then(
      (round) => rounds.push(round),
      (error: Error) => {
        missed = `round ${rounds.length + 1}: ${error.message}`;
      },
    );
    console.log(`round ${rounds.length} of ${times}`);
  }
  return { ...describe(rounds, rate), ...(missed !== undefined && { missed }) };
}

function describe(rounds: readonly Round[], rate: number): Outcome {
  const series = Object.entries(rows).map(([name, row]) => ({
    ...row,
    name,
    values: rounds.map((round) => round[name as RowName]),
  }));
  return {
    title: `Releases, seen by a client that asks ${rate} times a second: seconds`,
    rows: rowsOf(series),
    values: Object.fromEntries(series.map(({ name, values }) => [name, values])),
  };
}
