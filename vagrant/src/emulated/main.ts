import { parseArgs } from 'node:util';
import { ProgramFailed } from '../program.ts';
import { makeMachine, removeMachine } from './machine.ts';
import { prove } from './proof.ts';

const help = `A machine with a kernel of its own, every instruction of it emulated, as a server to prepare and to deploy to.

  up      makes it, and says how to reach it
  prove   prepares it twice, reboots it, deploys to it, looks at it from outside, cuts its power
  down    removes it with all its data
  (none)  all three

  --steps <names>   of the proof alone, in this order: prepare,reboot,deploy,power
  --cpus <n>        processors (default: 2)
  --memory <MiB>    memory (default: 2048)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    steps: { type: 'string' },
    cpus: { type: 'string', default: '2' },
    memory: { type: 'string', default: '2048' },
    help: { type: 'boolean', default: false },
  },
});

const size = { cpus: Number(values.cpus), memory: Number(values.memory) * 2 ** 20 };

const actions = {
  up: () => makeMachine(size),
  prove: () => prove(size, values.steps?.split(',')),
  down: removeMachine,
};

try {
  if (values.help) process.stdout.write(help);
  else await act(positionals[0]);
} catch (error) {
  if (!(error instanceof ProgramFailed)) console.error((error as Error).message);
  process.exitCode = 1;
}

async function act(word: string | undefined): Promise<void> {
  if (word === undefined) return await all();
  if (!Object.hasOwn(actions, word))
    throw new Error(`emulated: there is no "${word}"; write ${Object.keys(actions).join(', ')} or nothing`);
  await actions[word as keyof typeof actions]();
}

async function all(): Promise<void> {
  try {
    await actions.up();
    await actions.prove();
  } finally {
    await actions.down();
  }
}
