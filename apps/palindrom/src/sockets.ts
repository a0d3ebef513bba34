import type { WebSocket } from 'ws';

/** RFC 6455's registry: the server restarts, come back. */
const serviceRestart = 1012;

/** Milliseconds that a client has to answer the close frame. */
const closeTimeout = 2000;

/** The open websockets. Idle ones are no work in hand: when the process stops they are asked to come back elsewhere. */
export class Sockets {
  readonly #open = new Set<WebSocket>();
  #closing = false;

  add(socket: WebSocket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    if (this.#closing) sayGoodbye(socket);
  }

  /** Sends close frames evenly over that many milliseconds, so that the clients do not all come back at once. */
  closeAll(over: number): void {
    this.#closing = true;
    const sockets = [...this.#open];
    for (const [index, socket] of sockets.entries())
      setTimeout(sayGoodbye, (index * over) / sockets.length, socket);
  }

  cutAll(): void {
    for (const socket of this.#open) socket.terminate();
  }
}

function sayGoodbye(socket: WebSocket): void {
  socket.close(serviceRestart, 'service restart');
  setTimeout(() => socket.terminate(), closeTimeout).unref();
}
