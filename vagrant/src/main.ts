import { planFront } from '@causeway/plan';
import { writeAnswer } from './answer-file.ts';
import { containerMachine } from './container.ts';
import { makeNetwork, startFront } from './front.ts';
import { describeMachines, readMachines, readPlatform } from './machines.ts';
import { ProgramFailed } from './program.ts';
import { setUpMachine } from './setup.ts';
import { label, target } from './target.ts';

/** What the Vagrantfile asks. */
const answers = {
  machines: describeMachines,
  container: async () => {
    const [size] = await readMachines();
    const front = planFront(await readPlatform(), target);
    if (front) await makeNetwork(front);
    const { image, createArgs } = containerMachine(await setUpMachine(), size);
    return { image, createArgs: [...createArgs, `--label=${label}=${target}`] };
  },
  front: startFront,
};

const [question = ''] = process.argv.slice(2);

try {
  if (!Object.hasOwn(answers, question))
    throw new Error(`vagrant: there is no "${question}"; write ${Object.keys(answers).join(' or ')}`);
  await writeAnswer(question, await answers[question as keyof typeof answers]());
} catch (error) {
  if (!(error instanceof ProgramFailed)) console.error((error as Error).message);
  process.exitCode = 1;
}
