import { definePlatform } from '@causeway/config';
import { proofPlatform } from '../platform.ts';

export default definePlatform(proofPlatform({ context: '.causeway/rival' }));
