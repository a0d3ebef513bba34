import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Client, crypto } from 'acme-client';
import { readJson, writeJson } from '../json-file.ts';
import { AcmeProblem } from './problem.ts';

export interface Authority {
  /** URL. */
  readonly directory: string;
  /** E-mail address. */
  readonly contact: string;
  /** PEM. */
  readonly root?: string;
}

interface Account {
  readonly directory: string;
  /** PEM. */
  readonly key: string;
  /** Absent until the authority has taken it. */
  readonly url?: string;
}

/** A client with the account that we have at this authority, made once. Its key is on the disk before anybody hears of it. */
export async function openAccount(folder: string, authority: Authority): Promise<Client> {
  const path = accountPath(folder, authority);
  const account = readJson<Account>(path) ?? (await makeAccount(path, authority));
  const client = clientOf(account);
  if (account.url === undefined) await register(client, path, account, authority);
  return client;
}

/** For an authority that does not know it any more: the next time it is registered anew, with the same key. */
export async function forgetRegistration(folder: string, authority: Authority): Promise<void> {
  const path = accountPath(folder, authority);
  const account = readJson<Account>(path);
  if (account) await writeJson(path, { directory: account.directory, key: account.key });
}

export function isUnknownAccount(error: unknown): boolean {
  return error instanceof AcmeProblem && error.type === 'accountDoesNotExist';
}

/** Accounts of staging and production are two. */
function accountPath(folder: string, { directory }: Authority): string {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return join(folder, `account-${name}.json`);
}

async function makeAccount(path: string, { directory }: Authority): Promise<Account> {
  const account = { directory, key: String(await crypto.createPrivateEcdsaKey('P-256')) };
  await writeJson(path, account);
  return account;
}

function clientOf({ directory, key, url }: Account): Client {
  return new Client({
    directoryUrl: directory,
    accountKey: key,
    ...(url !== undefined && { accountUrl: url }),
  });
}

/** The config says that the terms are agreed to, or there is no plan with `acme`. An account that is there is found by its key. */
async function register(
  client: Client,
  path: string,
  account: Account,
  { contact }: Authority,
): Promise<void> {
  await client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${contact}`] });
  await writeJson(path, { ...account, url: client.getAccountUrl() });
}
