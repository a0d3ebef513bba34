import { test } from 'vitest';
import { holdForAnyPlan, takenForAnyPlan } from './testing/edge-property.ts';

// the same plans each time; the long run draws others
test('the binary accepts what any plan renders', () => holdForAnyPlan({ plans: 200, seed: 16 }), 300_000);

test('a running edge takes it', () => takenForAnyPlan({ plans: 5, seed: 16 }), 120_000);
