export type * from './live.ts';
