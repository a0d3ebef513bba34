export { bootstrap, type PublicKeys } from './bootstrap.ts';
export { readPublicKeys } from './public-key.ts';
