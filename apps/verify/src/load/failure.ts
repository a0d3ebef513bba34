import type { Expectation } from './load-plan.ts';
import type { Answer } from './transports/transport.ts';

const names: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  ERR_HTTP2_STREAM_CANCEL: 'reset',
  ERR_HTTP2_STREAM_ERROR: 'reset',
  ERR_HTTP2_SESSION_ERROR: 'reset',
  ERR_HTTP2_GOAWAY_SESSION: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'cut off',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'cut off',
  ABORT_ERR: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
};

/** What went wrong when no whole answer came, in a word that can be counted. */
export function nameError(error: unknown): string {
  const { name, code, message, cause } = error as Error & { code?: string | number };
  // HTTP/2 cancels its streams because of the connection's error
  if (code === 'ERR_HTTP2_STREAM_CANCEL' && cause) return nameError(cause);
  if (name === 'TimeoutError' || name === 'AbortError') return 'timeout';
  return names[String(code)] ?? `${code ?? name}: ${message}`;
}

/** What is wrong with an answer, or nothing. */
export function judge(answer: Answer, expect: Expectation, id = ''): string | undefined {
  if (answer.status !== expect.status) return `status ${answer.status}`;
  if (!answer.body.includes(expect.body) || !answer.body.includes(id)) return 'wrong body';
  return undefined;
}
