import { definePlatform } from '@causeway/config';
import { proofPlatform } from '../platform.ts';

export default definePlatform(proofPlatform({ context: undefined, image: '127.0.0.1:31555/subject:1' }));
