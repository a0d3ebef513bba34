import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { lookup } from '../../wire/lookup.ts';
import type { Goodbye, Observation, Work } from '../load-plan.ts';
import type { Endpoint } from '../transports/transport.ts';
import { seenIn } from '../transports/transport.ts';

/** What the protocol has for a server that goes away, or restarts. */
const politeCodes = [1001, 1012];

/** Milliseconds before a client that was cut off comes back. */
const comeback = 100;

interface Message {
  readonly due: number;
  sent: number;
}

export interface SocketReports {
  observe(of: Pick<Observation, 'due' | 'sent' | 'failure' | 'release' | 'replica'>): void;
  sayGoodbye(goodbye: Omit<Goodbye, 'stream' | 'client' | 'at'>): void;
}

/** A websocket that is opened again whenever it is closed; what was not acknowledged is sent again after a polite close. */
export class SocketClient {
  readonly #endpoint: Endpoint;
  readonly #plan: Extract<Work, { kind: 'socket' }>;
  readonly #timeout: number;
  readonly #reports: SocketReports;
  readonly #waiting = new Map<string, Message>();
  readonly #allAcknowledged = Promise.withResolvers<void>();
  readonly #timer: NodeJS.Timeout;
  #socket: WebSocket;
  #seen: Pick<Observation, 'release' | 'replica'> = {};
  #count = 0;
  #stopping = false;

  constructor(
    endpoint: Endpoint,
    plan: Extract<Work, { kind: 'socket' }>,
    timeout: number,
    reports: SocketReports,
  ) {
    this.#endpoint = endpoint;
    this.#plan = plan;
    this.#timeout = timeout;
    this.#reports = reports;
    this.#socket = this.#open();
    this.#timer = setInterval(() => this.#tick(), plan.every);
  }

  /** Ends when every message has its acknowledgement or its failure. */
  async finish(): Promise<void> {
    this.#stopping = true;
    if (this.#waiting.size > 0) await this.#allAcknowledged.promise;
    clearInterval(this.#timer);
    this.#socket.removeAllListeners('close').terminate();
  }

  #open(): WebSocket {
    const { origin, ca } = this.#endpoint;
    const url = new URL(this.#plan.path, origin.replace(/^http/, 'ws'));
    const socket = new WebSocket(url, { ca, lookup, perMessageDeflate: false });
    socket.once('upgrade', ({ headers }: IncomingMessage) => {
      this.#seen = seenIn(headers);
    });
    socket.once('open', () => this.#sendWaiting());
    socket.on('message', (data) => this.#acknowledge(JSON.parse(String(data)).message));
    let trouble: string | undefined;
    // a close follows every error
    socket.on('error', (error) => {
      trouble = error.message.replace(/^Unexpected server response: /, 'status ');
    });
    socket.once('close', (code) => this.#reopen(code, trouble));
    return socket;
  }

  #tick(): void {
    const now = performance.now();
    for (const [id, { due, sent }] of this.#waiting)
      if (due + this.#timeout < now) this.#settle(id, { due, sent, failure: 'not acknowledged' });
    if (this.#stopping) return;
    const id = String(this.#count++);
    this.#waiting.set(id, { due: now, sent: now });
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(id);
  }

  #sendWaiting(): void {
    for (const [id, message] of this.#waiting) {
      message.sent = performance.now();
      this.#socket.send(id);
    }
  }

  #acknowledge(id: string): void {
    const message = this.#waiting.get(id);
    if (message) this.#settle(id, { ...message, ...this.#seen });
    else this.#fail('acknowledged again');
  }

  #settle(id: string, observation: Parameters<SocketReports['observe']>[0]): void {
    this.#waiting.delete(id);
    this.#reports.observe(observation);
    if (this.#stopping && this.#waiting.size === 0) this.#allAcknowledged.resolve();
  }

  #reopen(code: number, trouble = `closed with ${code}`): void {
    if (politeCodes.includes(code)) {
      const { release } = this.#seen;
      this.#reports.sayGoodbye({ code, waiting: this.#waiting.size, ...(release && { release }) });
      this.#socket = this.#open();
    } else {
      this.#fail(trouble);
      setTimeout(() => {
        this.#socket = this.#open();
      }, comeback);
    }
  }

  #fail(failure: string): void {
    const now = performance.now();
    this.#reports.observe({ due: now, sent: now, failure, ...this.#seen });
  }
}
