import { rootCertificates } from 'node:tls';
import { axios } from 'acme-client';
import { Agent, request } from 'undici';
import { AcmeProblem } from './problem.ts';

/** An authority that takes longer is in trouble. Milliseconds. */
const answerTimeout = 30_000;
const errorPrefix = 'urn:ietf:params:acme:error:';

/** What the library hands to whoever carries its requests, as far as we need it. */
interface Asked {
  readonly url?: string;
  readonly method?: string;
  readonly headers: object;
  readonly data?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly data: string;
}

/**
 * Carries the library's requests. Its own way sleeps through a Retry-After of any length, and drops that and the kind
 * of a problem from its errors, so that nobody could decide what to do. `root` is PEM, beside the public ones.
 */
export function carryRequests(root: string | undefined): void {
  const dispatcher = dispatcherFor(root);
  const adapter = async (asked: Asked) => {
    const answer = await ask(asked, dispatcher);
    if (answer.status >= 400 && !isBadNonce(answer)) throw problemOf(answer, asked.url ?? '');
    return { ...answer, statusText: '', config: asked, request: {} };
  };
  axios.defaults.adapter = adapter as unknown as NonNullable<typeof axios.defaults.adapter>;
}

/** Milliseconds by which this clock is ahead of the authority's; negative when behind. */
export async function clockAhead(directory: string, root: string | undefined, now: number): Promise<number> {
  const answer = await ask({ url: directory, method: 'GET', headers: {} }, dispatcherFor(root));
  const date = Date.parse(String(answer.headers.date ?? ''));
  return Number.isNaN(date) ? 0 : now - date;
}

/** A document that anybody may read; throws what a request of the library would. */
export async function read(
  url: string,
  root: string | undefined,
): Promise<{ readonly content: unknown; readonly retryAfter: number | undefined }> {
  const answer = await ask({ url, method: 'GET', headers: {} }, dispatcherFor(root));
  if (answer.status >= 400) throw problemOf(answer, url);
  return { content: parsed(answer.data), retryAfter: retryAfterOf(answer.headers['retry-after']) };
}

const dispatchers = new Map<string, Agent>();

function dispatcherFor(root = ''): Agent {
  const known = dispatchers.get(root);
  if (known) return known;
  const made = new Agent({ connect: { ca: root ? [...rootCertificates, root] : [...rootCertificates] } });
  dispatchers.set(root, made);
  return made;
}

async function ask({ url = '', method, headers, data }: Asked, dispatcher: Agent): Promise<Answer> {
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await request(url, {
      method: (method ?? 'GET').toUpperCase() as 'GET',
      // the library says who asks; RFC 8555 wants it of everybody
      headers: { 'user-agent': 'causeway', ...lowerCased(headers) },
      ...(data !== undefined && { body: data }),
      dispatcher,
      signal: AbortSignal.timeout(answerTimeout),
    });
    return { status: statusCode, headers: answered, data: await body.text() };
  } catch (error) {
    throw new AcmeProblem('away', `${new URL(url).host} does not answer (${reason(error as Error)})`);
  }
}

function lowerCased(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function reason(error: Error & { code?: string }): string {
  if (error.name === 'TimeoutError') return `within ${answerTimeout / 1000} s`;
  return isDistrust(error)
    ? `${error.code}; where the authority is your own, write the certificate of its root as \`root\` in the config`
    : error.message || (error.code ?? error.name);
}

/** OpenSSL's words for a chain that ends with nobody we know. */
function isDistrust({ code = '' }: { code?: string }): boolean {
  return /^(UNABLE_TO_(GET_ISSUER|VERIFY)|SELF_SIGNED_CERT|DEPTH_ZERO_SELF)/.test(code);
}

/** The library asks again with a new one. */
function isBadNonce({ status, data }: Answer): boolean {
  return status === 400 && problemDocument(data).type === `${errorPrefix}badNonce`;
}

function problemOf({ status, headers, data }: Answer, url: string): AcmeProblem {
  const { type = '', detail, subproblems = [] } = problemDocument(data);
  const kind = type.replace(errorPrefix, '');
  const details = [detail, ...subproblems.map((each) => each.detail)].filter(Boolean).join('; ');
  const limited = status === 429 || kind === 'rateLimited';
  const cause = limited ? 'rate limited' : status >= 500 ? 'away' : 'refused';
  const retryAfter = retryAfterOf(headers['retry-after']);
  return new AcmeProblem(
    cause,
    `${new URL(url).host} answers ${status}${kind && ` ${kind}`}: ${details || 'no reason given'}`,
    {
      ...(kind && { type: kind }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
  );
}

interface ProblemDocument {
  readonly type?: string;
  readonly detail?: string;
  readonly subproblems?: readonly { readonly detail?: string }[];
}

function problemDocument(body: string): ProblemDocument {
  return parsed(body);
}

/** Empty where it is no JSON. */
function parsed(body: string): object {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}

/** Seconds, or a date. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
