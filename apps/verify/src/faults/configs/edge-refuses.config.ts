import { definePlatform } from '@causeway/config';
import { proofPlatform } from '../platform.ts';

export default definePlatform(
  proofPlatform({ block: ['/prepare-for-deploy', '/ready-for-deploy', `/${'a/'.repeat(98)}a`] }),
);
