import { machineCanBeHad } from './observe.ts';
import { runPhases } from './run-phases.ts';
import { decideTestMachine } from './test-machine.ts';
import { phasesOf, summary } from './test-stages.ts';

const machine = decideTestMachine(process.env, machineCanBeHad());
const outcomes = await runPhases(phasesOf(machine.isMade));
console.log(`\nMachine of the Vagrantfile: ${machine.because}`);
console.log(`\n${summary(outcomes)}`);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
