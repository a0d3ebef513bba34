import type { Clock } from '@causeway/release';
import { type Authorization, type Client, crypto, type Order } from 'acme-client';
import type { Certificate } from '../certificate-file.ts';
import type { Challenges } from './challenges.ts';
import { AcmeProblem } from './problem.ts';

/** How often an authority is asked whether it is done. Milliseconds. */
const pollInterval = 1000;
/** Let's Encrypt takes a few seconds for either. Milliseconds. */
const doneWithin = 60_000;

/** What must outlive a kill, or the authority would have to do its work again. */
export interface OpenOrder {
  readonly url: string;
  /** PEM, of the certificate to come. */
  readonly key: string;
}

export interface OrderParts {
  readonly client: Client;
  readonly host: string;
  readonly challenges: Challenges;
  readonly clock: Clock;
  /** Of the certificate whose place it takes, where the authority makes suggestions; such an order counts for no limit. */
  readonly replaces: string | undefined;
  /** What was open at the last attempt. */
  readonly open: OpenOrder | undefined;
  /** Called before the authority is asked for anything that is worth keeping. */
  readonly keep: (open: OpenOrder) => Promise<void>;
}

/** Gets a certificate for one host, from wherever the last attempt has ended. */
export async function obtain(parts: OrderParts): Promise<Pick<Certificate, 'chain' | 'key'>> {
  const { order, key } = (await resume(parts)) ?? (await begin(parts));
  if (order.status === 'pending') await prove(parts, order);
  const proven = await settled(parts, order, 'ready');
  const issued = proven.status === 'ready' ? await finalize(parts, proven, key) : proven;
  const chain = await parts.client.getCertificate(await settled(parts, issued, 'valid'));
  return { chain, key };
}

interface Ordered {
  readonly order: Order;
  readonly key: string;
}

/** Nothing when there is none, or none that can still come to something. */
async function resume({ client, open }: OrderParts): Promise<Ordered | undefined> {
  if (!open) return undefined;
  try {
    const order = await client.getOrder({ url: open.url } as Order);
    return order.status === 'invalid' ? undefined : { order, key: open.key };
  } catch (error) {
    if (error instanceof AcmeProblem && error.kind === 'refused') return undefined;
    throw error;
  }
}

async function begin(parts: OrderParts): Promise<Ordered> {
  const { keep } = parts;
  const key = String(await crypto.createPrivateEcdsaKey('P-256'));
  const order = await place(parts);
  await keep({ url: order.url, key });
  return { order, key };
}

async function place({ client, host, replaces }: OrderParts): Promise<Order> {
  const plain = { identifiers: [{ type: 'dns', value: host }] };
  if (replaces === undefined) return client.createOrder(plain);
  try {
    return await client.createOrder({ ...plain, replaces } as typeof plain);
  } catch (error) {
    // it was replaced before, or is not known any more
    if (error instanceof AcmeProblem && error.kind === 'refused') return client.createOrder(plain);
    throw error;
  }
}

async function prove(parts: OrderParts, order: Order): Promise<void> {
  for (const authorization of await parts.client.getAuthorizations(order)) {
    if (authorization.status === 'pending') await proveOne(parts, authorization);
  }
}

/** The edge has taken the answer before the authority is told to ask. */
async function proveOne(
  { client, host, challenges, clock }: OrderParts,
  authorization: Authorization,
): Promise<void> {
  const challenge = authorization.challenges.find(({ type }) => type === 'http-01');
  if (!challenge) throw new AcmeProblem('refused', `the authority takes no proof over HTTP for ${host}`);
  const keyAuthorization = await client.getChallengeKeyAuthorization(challenge);
  await challenges.during({ host, token: challenge.token, keyAuthorization }, async () => {
    await client.completeChallenge(challenge);
    const one = { authorizations: [authorization.url] } as Order;
    const look = async () => (await client.getAuthorizations(one))[0];
    const { status, challenges: tried } = await polled(look, clock, `the authority to ask ${host}`);
    if (status !== 'valid') throw new AcmeProblem('not proven', whyNot(tried));
  });
}

function whyNot(challenges: Authorization['challenges']): string {
  const errors = challenges.map(({ error }) => (error as { detail?: string } | undefined)?.detail);
  return errors.find(Boolean) ?? 'the authority gives no reason';
}

async function finalize({ client, host }: OrderParts, order: Order, key: string): Promise<Order> {
  const [, request] = await crypto.createCsr({ altNames: [host] }, key);
  return client.finalizeOrder(order, request);
}

/** `wanted`, or further already. */
async function settled(
  { client, clock, host }: OrderParts,
  order: Order,
  wanted: 'ready' | 'valid',
): Promise<Order> {
  const done = wanted === 'valid' ? ['valid'] : ['ready', 'valid', 'processing'];
  if (done.includes(order.status)) return order;
  const look = async () => client.getOrder(order);
  const found = await polled(look, clock, `the certificate of ${host}`, (status) => !done.includes(status));
  if (done.includes(found.status)) return found;
  throw new AcmeProblem(
    'refused',
    `the authority ended the order: ${JSON.stringify(found.error ?? found.status)}`,
  );
}

/** Asks until it is no longer under way. */
async function polled<Item extends { readonly status: string }>(
  look: () => Promise<Item | undefined>,
  clock: Clock,
  what: string,
  isUnderWay: (status: string) => boolean = (status) => status === 'pending',
): Promise<Item> {
  const deadline = clock.elapsed() + doneWithin;
  for (;;) {
    const item = await look();
    if (item && (item.status === 'invalid' || !isUnderWay(item.status))) return item;
    if (clock.elapsed() > deadline)
      throw new AcmeProblem('away', `waited ${doneWithin / 1000} s for ${what}, which is still under way`);
    await clock.wait(pollInterval);
  }
}
