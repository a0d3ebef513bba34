import { startRegistry } from '../registry.ts';
import type { FailureClass } from './failure-class.ts';

/** The config is wrong in a way that shows late, if no check of the config sees it. */
export const configClasses: readonly FailureClass[] = [
  {
    name: 'image missing',
    config: 'image-missing.config.ts',
    break: () => startRegistry(31555),
    says: [/127\.0\.0\.1:31555\/subject:1/, /not found|unknown|no such/i],
  },
  {
    name: 'registry down',
    config: 'registry-down.config.ts',
    says: [/127\.0\.0\.1:31556\/subject:1/, /refused/],
  },
  {
    name: 'bad environment',
    config: 'bad-environment.config.ts',
    says: [/exit code 2/, /SUBJECT_MODE: must be calm/],
  },
  {
    name: 'wrong port',
    config: 'wrong-port.config.ts',
    says: [/5001/, /ECONNREFUSED/, /8 s/, /on 5000/],
  },
  {
    name: 'config the edge rejects',
    config: 'edge-refuses.config.ts',
    content: { content: 'under a config that the edge rejects' },
    // the checks of the config know it by now, so that it does not get as far as the edge
    says: [/services\.subject\.block\[2\]/, /the edge looks for every spelling/],
  },
];
