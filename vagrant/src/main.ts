import { containerMachine } from './container.ts';
import { setUpMachine } from './setup.ts';

const [command] = process.argv.slice(2);

// The Vagrantfile reads the answer from standard output.
switch (command) {
  case 'container':
    console.log(JSON.stringify(containerMachine(await setUpMachine())));
    break;
  default:
    console.error(`vagrant/src/main.ts: there is no command "${command ?? ''}"; write container`);
    process.exitCode = 2;
}
