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
