/** Whether `npm test` makes a machine of the Vagrantfile. */
export interface TestMachine {
  readonly isMade: boolean;
  /** For the reader of the log. */
  readonly because: string;
}

/** CI makes one wherever it can be had, and elsewhere whoever asks for it: it takes minutes and two gigabytes. */
export function decideTestMachine(
  { CI: ci, CAUSEWAY_TEST_MACHINE: wanted }: NodeJS.ProcessEnv,
  canBeHad: boolean,
): TestMachine {
  if (wanted === 'yes') return { isMade: true, because: 'made, as CAUSEWAY_TEST_MACHINE=yes asks for it' };
  if (wanted === 'no') return { isMade: false, because: 'not made, as CAUSEWAY_TEST_MACHINE=no says' };
  if (ci !== 'true') return { isMade: false, because: 'not made; CAUSEWAY_TEST_MACHINE=yes asks for it' };
  if (canBeHad) return { isMade: true, because: 'made, as this is CI' };
  return {
    isMade: false,
    because:
      'NOT MADE although this is CI: there is no `vagrant`, and only root on a Debian or Ubuntu is given one',
  };
}
