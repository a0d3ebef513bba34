export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Sends each request exactly once: nothing here ever tries again. */
export interface Client {
  send(request: OutgoingRequest): Promise<Answer>;
  close(): Promise<void>;
}

export interface Endpoint {
  readonly origin: string;
  readonly ca: string;
}

/** Which release and replica answered, where the edge says so. */
export function seenIn(headers: Answer['headers']): { release?: string; replica?: string } {
  return { release: first(headers['x-release']), replica: first(headers['x-replica']) };
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
