/** An answer as it came over the wire; status 0 when the connection ended without one. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface WireRequest {
  readonly origin: URL;
  readonly ca: string;
  readonly method: string;
  /** Sent byte for byte. */
  readonly path: string;
  /** Absent: the host and port of the origin. */
  readonly host?: string;
}

/** Whether a replica was asked: only then the platform names it. */
export function wasForwarded({ headers }: WireAnswer): boolean {
  return headers['x-replica'] !== undefined;
}
