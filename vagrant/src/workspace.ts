import { resolve } from 'node:path';

export const workspace = resolve(import.meta.dirname, '../..');
