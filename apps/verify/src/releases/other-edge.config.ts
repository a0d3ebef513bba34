import { definePlatform } from '@causeway/config';
import { proofPlatform } from './platform.ts';

/** The same platform with another edge: to deploy the two by turns replaces the edge each time. */
export default definePlatform(proofPlatform({ edgeMemory: '272MiB' }));
