import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noAttempts } from './acme/patience.ts';
import { LocalAuthority } from './certificate.ts';
import { Certificates } from './certificates.ts';
import { KeptCertificates } from './kept-certificates.ts';
import { CertifiedEdge } from './testing/certified-edge.ts';
import { issue, keyOf, pem, rsa } from './testing/issued.ts';
import { Issuer } from './testing/issuer.ts';
import { RunningEnvoy } from './testing/running-envoy.ts';

vi.setConfig({ testTimeout: 60_000 });

const day = 24 * 60 * 60_000;

let envoy: RunningEnvoy;
let issuer: Issuer;
let directory: string;
/** By which the agent's clock is ahead. Milliseconds. */
let ahead: number;

beforeEach(async () => {
  envoy = await RunningEnvoy.start();
  directory = join(envoy.folder, 'host');
  mkdirSync(directory);
  issuer = new Issuer(directory, envoy.folder);
  await issuer.trustHere();
  ahead = 0;
});

afterEach(() => envoy.close());

test('each service is shown with its own certificate, or with that for all', async () => {
  await issuer.put('a', ['a.test']);
  await issuer.put('default', ['b.test', 'c.test']);
  const agent = await open('a.test', 'b.test', 'c.test');
  const root = await issuer.root();
  for (const host of ['a.test', 'b.test', 'c.test']) await agent.trusted(host, root);
  expect((await agent.shown('a.test')).subjectAltName).toBe('DNS:a.test');
  expect((await agent.shown('c.test')).subjectAltName).toBe('DNS:b.test, DNS:c.test');
  expect([...agent.edge.errors]).toEqual([]);
  expect(await agent.status('a.test')).toEqual({
    names: ['a.test'],
    from: 'files',
    issuer: 'Causeway local CA of somebody else',
    notBefore: (await agent.shown('a.test')).validFromDate.toISOString(),
    notAfter: (await agent.shown('a.test')).validToDate.toISOString(),
  });
});

test('a certificate that is gone, and that a draining listener still looks for, is in no way', async () => {
  for (const stem of ['a', 'b']) await issuer.put(stem, [`${stem}.test`]);
  await open('a.test', 'b.test');
  const agent = await open('a.test');
  const root = await issuer.root();
  // the edge looks for the old one as often as it looks for the new ones
  for (let count = 0; count < 5; count++) {
    await issuer.put('a', ['a.test']);
    await agent.edge.adopt();
    await agent.trusted('a.test', root);
  }
  expect((await envoy.admin.refusals()).get('sds.certificate-b.update_failure')).toBeGreaterThan(0);
});

test('a client that names nobody, or a stranger, is shown the first', async () => {
  await issuer.put('a', ['a.test']);
  await issuer.put('b', ['b.test']);
  const agent = await open('a.test', 'b.test');
  expect((await agent.shown('z.test')).subjectAltName).toBe('DNS:a.test');
  expect((await agent.shown('')).subjectAltName).toBe('DNS:a.test');
});

test("a bad certificate of one service leaves its last good one and the other's new one, over restarts", async () => {
  for (const name of ['a', 'b']) await issuer.put(name, [`${name}.test`]);
  const agent = await open('a.test', 'b.test');
  const good = await agent.shown('a.test');

  issuer.write('a.key', (await issuer.issue(['a.test'])).key, 0o600);
  const renewed = await issuer.put('b', ['b.test']);
  await agent.edge.refresh();
  await (await open('a.test', 'b.test')).edge.refresh();

  expect((await agent.shown('a.test')).serialNumber).toBe(good.serialNumber);
  expect((await agent.shown('b.test')).toString()).toBe(renewed);
  expect([...agent.edge.errors]).toEqual([
    [
      `${directory}/a.crt`,
      expect.stringMatching(
        /^certificate of a\.test: its key belongs to another certificate; put a good one there: it is looked at each minute\. Meanwhile the edge goes on with the last good certificate, until 20/,
      ),
    ],
  ]);
});

test('one that never was good is not replaced in silence', async () => {
  await issuer.put('b', ['b.test']);
  const agent = await open('a.test', 'b.test');
  await agent.trusted('b.test', await issuer.root());
  expect((await agent.shown('a.test')).issuer).toContain('nobody: there is no certificate yet');
  expect(await agent.status('a.test')).toMatchObject({ standIn: true });
  expect(agent.edge.errors.get(`${directory}/default.crt`)).toMatch(
    /^certificate of a\.test: it is not there; .* Meanwhile the edge shows a stand-in that nobody trusts$/,
  );
});

test('one that ends is the last good one still, and named', async () => {
  await issuer.put('a', ['a.test']);
  const agent = await open('a.test');
  const good = await agent.shown('a.test');
  ahead = 91 * day;
  await agent.edge.refresh();
  expect(agent.edge.errors.get(`${directory}/a.crt`)).toContain('its certificate ended on');
  expect((await agent.shown('a.test')).serialNumber).toBe(good.serialNumber);
});

test('a folder that is gone leaves the last good ones, and is named', async () => {
  await issuer.put('a', ['a.test']);
  const agent = await open('a.test');
  const good = await agent.shown('a.test');
  rmSync(directory, { recursive: true });
  await agent.edge.refresh();
  expect((await agent.shown('a.test')).serialNumber).toBe(good.serialNumber);
  expect([...agent.edge.errors.keys()]).toEqual([`${directory}/default.crt`]);
});

test('one that the edge refuses, for whatever reason, is not shown either', async () => {
  await issuer.put('a', ['a.test']);
  const agent = await open('a.test');
  const odd = await issue('a.test', undefined, { names: ['a.test'], key: rsa(1024) });
  expect(await agent.edge.refusalOf({ chain: pem(odd), key: await keyOf(odd) })).toMatch(
    /2048-bit or larger/,
  );

  const renewals = { attempts: () => noAttempts, next: () => undefined };
  const refusalOf = async () => 'it is odd';
  const strict = new Certificates({
    kept: new KeptCertificates(join(envoy.folder, 'none')),
    renewals,
    refusalOf,
    ...local(),
  });
  const { 'certificate-a': served } = await strict.served(agent.plan, Date.now());
  expect(served).toMatchObject({
    standIn: true,
    fault: { file: `${directory}/a.crt`, wrong: 'the edge refuses it: it is odd' },
  });
});

function local() {
  const place = (name: string) => join(envoy.folder, name);
  return { authority: new LocalAuthority({ authority: place('x.json'), certificate: place('y.json') }) };
}

async function open(...hosts: string[]): Promise<CertifiedEdge> {
  const agent = new CertifiedEdge(envoy, { mode: 'files', directory, source: directory }, hosts, () => ahead);
  await agent.edge.adopt();
  return agent;
}
