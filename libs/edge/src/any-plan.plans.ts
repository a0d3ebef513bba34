import { test } from 'vitest';
import { holdForAnyPlan, takenForAnyPlan } from './testing/edge-property.ts';

const plans = Number(process.env.CAUSEWAY_RANDOM_PLANS ?? 10_000);

test('the binary accepts what any plan renders', () => holdForAnyPlan({ plans }));

test('a running edge takes it', () => takenForAnyPlan({ plans: Math.ceil(plans / 100) }));
