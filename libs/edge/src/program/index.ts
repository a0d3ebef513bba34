import { join } from 'node:path';

/** Path of the program that runs Envoy in the edge's container: `perl edge.pl run <drain seconds> <directory> <admin socket> envoy …`. */
export const edgeProgram = join(import.meta.dirname, 'edge.pl');
