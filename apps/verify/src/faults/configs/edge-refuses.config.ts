import { definePlatform } from '@causeway/config';
import { proofPlatform } from '../platform.ts';

export default definePlatform(
  proofPlatform({ block: ['/prepare-for-deploy', '/ready-for-deploy', `/${'x'.repeat(6000)}`] }),
);
