import { breakCertificate } from '../certificate.ts';
import { fillDisk } from '../disk.ts';
import { restartEngine } from '../restart-engine.ts';
import type { FailureClass } from './failure-class.ts';

/** The host is wrong under a release that is right. */
export const hostClasses: readonly FailureClass[] = [
  {
    name: 'certificate invalid',
    content: { content: 'under an invalid certificate' },
    break: breakCertificate,
    says: [/certificate|private key|sds/i],
  },
  {
    name: 'disk full',
    content: { content: 'on a full disk' },
    break: fillDisk,
    says: [/MB are free/, /make room/],
  },
  {
    name: 'engine restarted half-way',
    content: { content: 'under an engine that restarts', boot: 3000 },
    strike: { at: 'ready', blow: restartEngine },
    restartsEngine: true,
    mayFinish: true,
    says: [],
  },
];
