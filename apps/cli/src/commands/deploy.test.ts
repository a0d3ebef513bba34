import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Deploying } from '../testing/deploying.ts';
import { report } from '../testing/try-out.ts';

let tryOut: Deploying;

beforeEach(() => {
  tryOut = new Deploying();
});

afterEach(() => tryOut.remove());

const unchanged = { ...report, outcome: 'unchanged', version: '1.2+7', steps: [], requests: [] } as const;

const refused =
  'api keeps its last good settings: the edge refuses the settings of api: services.api.block[0] "/x… (6001 characters)": too long';
/** With it a deploy ends before it looks for the page of an edge that is not there. */
const applied = { result: { changed: [refused], ca: 'the authority' } };

describe('settings that the edge refuses', () => {
  test('end a deploy with 1 that has nothing else to do, named with what goes on', async () => {
    tryOut.script({ apply: [[applied]], release: [[{ result: unchanged }]] });
    const { exitCode, stdout, stderr } = await tryOut.causeway('deploy');
    expect(stderr).toMatch(/deploy: done, but for what the edge refuses:\n {2}api keeps its last good/);
    expect(stderr.trim().split('\n').slice(-2)).toEqual([`  ${refused}`, 'Mend it and run `deploy` again']);
    expect(stdout).toContain('api 1.2+7 unchanged');
    expect(exitCode).toBe(1);
  });

  test('are among the facts, and everything else is done', async () => {
    tryOut.script({ apply: [[applied]], release: [[{ result: unchanged }]] });
    const { exitCode, stdout } = await tryOut.causeway('deploy', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ refused: [refused], services: [unchanged] });
    expect(tryOut.asked().map(({ op }) => op)).toEqual(['apply', 'release']);
    expect(tryOut.read('.causeway/local/ca.crt')).toBe('the authority');
    expect(exitCode).toBe(1);
  });
});

test('mends an agent that does not answer', async () => {
  tryOut.config({ uses: ['postgres'], migrate: ['node', 'migrate.js'] });
  tryOut.script({ status: [['die']], apply: [[applied]], release: [[{ result: unchanged }]] });
  const { stderr } = await tryOut.causeway('deploy');
  expect(stderr).toContain('Agent: done');
  expect(tryOut.asked().map(({ op }) => op)).toEqual(['status', 'apply', 'release']);
});

test('does not ask a service that is in maintenance whether it answers, and says so', async () => {
  const maintenance = { since: 0, by: 'ann@desk' };
  const status = { services: [{ service: 'api', maintenance }] } as never;
  const applied = { result: { changed: [], ca: 'the authority' } };
  tryOut.script({ apply: [[applied]], release: [[{ result: unchanged }]], status: [[{ result: status }]] });
  const { exitCode, stdout, stderr } = await tryOut.causeway('deploy', '--json');
  expect(stderr).toContain('api is not asked: it is in maintenance, until `maintenance api off`');
  expect(JSON.parse(stdout)).toMatchObject({ services: [unchanged], failed: [] });
  expect(exitCode).toBe(0);
});
