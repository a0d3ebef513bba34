import type { FailureClass } from './failure-class.ts';

/** The release itself is wrong: everything that a build can bring. */
export const contentClasses: readonly FailureClass[] = [
  {
    name: 'bad command',
    content: { command: ['no-such-program'] },
    says: [/no-such-program/, /not found/i],
  },
  {
    name: 'crash loop',
    content: { boot: 2000, exitAfter: 300 },
    says: [/replica \d ended by itself before it was ready/, /exit code 1/, /cannot go on/],
  },
  {
    name: 'never ready',
    content: { healthy: false },
    says: [/\/status/, /503/, /8 s/, /on 5000/],
  },
  {
    name: 'ready, then 500',
    content: { inService: { after: 1000, goes: 'answers 500' } },
    switchBack: { within: 5 },
    says: [/5xx|500|errors/i, /switched back|serves again/i],
  },
  {
    name: 'ready, then a crash',
    content: { inService: { after: 1000, goes: 'ends' } },
    switchBack: { within: 1 },
    says: [/exit code 1|crash|ended by itself/i, /switched back|serves again/i],
  },
  {
    name: 'migration fails',
    content: { migration: { takes: 200, exitCode: 1 } },
    says: [/migrat/, /exit code 1/, /relation "orders" does not exist/],
  },
  {
    name: 'migration hangs',
    content: { migration: { takes: 3_600_000, exitCode: 0 } },
    says: [/server\.ts migrate/, /6 s/, /migrating/],
  },
  {
    name: 'out of memory',
    content: { greedy: true },
    says: [/exit code 137/, /memory/, /taking memory/],
  },
];
