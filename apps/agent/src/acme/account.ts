import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Client, crypto } from 'acme-client';
import { StateFile } from '../state-file.ts';
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
  const file = accountFile(folder, authority);
  const account = file.read() ?? (await makeAccount(file, authority));
  const client = clientOf(account);
  if (account.url === undefined) await register(client, file, account, authority);
  return client;
}

/** For an authority that does not know it any more: the next time it is registered anew, with the same key. */
export async function forgetRegistration(folder: string, authority: Authority): Promise<void> {
  const file = accountFile(folder, authority);
  const account = file.read();
  if (account) await file.write({ directory: account.directory, key: account.key });
}

export function isUnknownAccount(error: unknown): boolean {
  return error instanceof AcmeProblem && error.type === 'accountDoesNotExist';
}

/** Accounts of staging and production are two. */
function accountFile(folder: string, { directory }: Authority): StateFile<Account> {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return new StateFile(join(folder, `account-${name}.json`), isAccount);
}

function isAccount(found: unknown): found is Account {
  return typeof (found as Partial<Account> | null)?.key === 'string';
}

async function makeAccount(file: StateFile<Account>, { directory }: Authority): Promise<Account> {
  const account = { directory, key: String(await crypto.createPrivateEcdsaKey('P-256')) };
  await file.write(account);
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
  file: StateFile<Account>,
  account: Account,
  { contact }: Authority,
): Promise<void> {
  await client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${contact}`] });
  await file.write({ ...account, url: client.getAccountUrl() });
}
