import { definePlatform } from '@causeway/config';
import { platform } from './platform.ts';

export default definePlatform(platform);
