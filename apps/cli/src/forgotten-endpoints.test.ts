import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeForgottenEndpoints } from './forgotten-endpoints.ts';

/** An engine that was restarted at the wrong moment: nobody can have a real one do that on purpose. */
const engine = `#!/bin/sh
echo "$*" >> "$FORGETFUL/asked"
case "$1 $2" in
  "ps --all") echo aaa ;;
  "network inspect") printf 'try-services aaa try-api-r2-1\\ntry-services bbb try-api-r1-1\\n' ;;
  "network disconnect") ;;
  *) exit 1 ;;
esac
`;

const { PATH, FORGETFUL } = process.env;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-forgetful-'));
  writeFileSync(join(folder, 'docker'), engine, { mode: 0o755 });
  Object.assign(process.env, { PATH: `${folder}:${PATH}`, FORGETFUL: folder });
});

afterEach(() => {
  Object.assign(process.env, { PATH, FORGETFUL });
  rmSync(folder, { recursive: true });
});

test('what a network keeps for a container that is gone is let go of, and nothing else', async () => {
  const said: string[] = [];
  await freeForgottenEndpoints('unix:///var/run/docker.sock', ['try-services'], (line) => said.push(line));
  expect(readFileSync(join(folder, 'asked'), 'utf8').match(/^network disconnect.*$/gm)).toEqual([
    'network disconnect --force try-services try-api-r1-1',
  ]);
  expect(said).toEqual(['try-services keeps a place for try-api-r1-1, which is gone: letting go of it']);
});
