import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AcceptedSettings } from './accepted-settings.ts';
import { apply } from './apply.ts';
import { LocalAuthority } from './certificate.ts';
import type { Host, PlannedHost } from './host.ts';
import { FileJournal } from './journal.ts';
import { Passwords } from './passwords.ts';
import { exampleService } from './testing/example.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-apply-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const place = (name: string) => join(folder, name);

test('says of all that the edge refuses what goes on meanwhile', async () => {
  const accepted = new AcceptedSettings(place('accepted.json'));
  await accepted.keep(exampleService('api'));
  const errors = new Map([
    ['api', 'the edge refuses block[0]'],
    ['site', 'the edge refuses hosts'],
    ['/state/certificate.json', 'it is cut'],
  ]);
  const { changed } = await apply(hostWith(accepted), plannedWith(errors), async () => {});
  expect(changed).toEqual([
    'api keeps its last good settings: the edge refuses block[0]',
    'site is not served: the edge refuses hosts',
    '/state/certificate.json: it is cut',
  ]);
});

function hostWith(accepted: AcceptedSettings): Host {
  const authority = new LocalAuthority({ authority: place('ca.json'), certificate: place('leaf.json') });
  const parts: Partial<Host> = {
    accepted,
    authority,
    journal: new FileJournal(place('journal')),
    passwords: new Passwords(place('passwords.json')),
  };
  return parts as Host;
}

/** An edge that has these to say of what it was given. */
function plannedWith(errors: ReadonlyMap<string, string>): PlannedHost {
  const services = [exampleService('api'), exampleService('site')];
  const edge = { errors, adopt: async () => {} };
  const clock = { now: Date.now, within: async () => {} };
  const plan = { platform: 'try', services, edge: { tls: { mode: 'self-signed' } } };
  return { plan, edge, ports: { clock } } as unknown as PlannedHost;
}
