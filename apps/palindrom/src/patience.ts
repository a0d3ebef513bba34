/** How long to wait for a database, in milliseconds. */
export interface Patience {
  readonly connect: number;
  readonly answer: number;
}

/** While somebody waits for an answer over HTTP. */
export const serving: Patience = { connect: 5000, answer: 10_000 };

/** For a command that may stand in line behind many of its kind. */
export const preparing: Patience = { connect: 30_000, answer: 60_000 };
