import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';

/** What a finished handshake has agreed on. */
export interface Handshake {
  readonly protocol: string | null;
  readonly application: string | false | null;
  /** PEM-independent: the certificate as the other side showed it. */
  readonly certificate: NonNullable<ReturnType<TLSSocket['getPeerX509Certificate']>>;
}

/** Throws with the code of what ended the handshake. */
export function shakeHands(options: ConnectionOptions): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const socket = connect({ servername: options.host, timeout: 10_000, ...options }, () => {
      resolve(agreed(socket));
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('timeout', () => socket.destroy(new Error('no handshake within 10 s')));
  });
}

function agreed(socket: TLSSocket): Handshake {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) throw new Error('the handshake ended without a certificate');
  return { protocol: socket.getProtocol(), application: socket.alpnProtocol, certificate };
}
