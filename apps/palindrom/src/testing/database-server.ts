/** A server of the test's own, which it may stop and start as it likes. */
export interface DatabaseServer {
  /** For an account that may create databases, on a database that does not exist until somebody creates it. */
  uri(database: string): string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Of every kind of character that a URI must escape. */
export const password = 'p@ss:/?#[ä]% word';
