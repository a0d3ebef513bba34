import type { Family } from './family.ts';
import { go } from './go.ts';
import { java } from './java.ts';
import { node } from './node.ts';
import { php } from './php.ts';
import { python } from './python.ts';

export const families: readonly Family[] = [node, python, go, php, java];
