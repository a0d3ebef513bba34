import type { Action } from '@causeway/release';

/** What an entry of the history is about, for whoever reads its name the first time. */
const meanings = {
  release: 'a version was put live',
  'release failed': 'a version never served, and the one before went on',
  'release aborted': 'a release was ended by order, and the version before serves',
  'release resumed': 'the agent went on with a release after an interruption',
  'bake ended': 'the watch after the switch is over',
  'switch back': 'a version went bad, and traffic went back to the one before by itself',
  rollback: 'traffic went back to an earlier version by order',
  promote: 'a canary or the watch after a switch was ended by order, and the version stays',
  retire: 'a version that serves no more has finished what it had in hand, and its containers are gone',
  pause: 'requests were held at the edge',
  resume: 'held requests went on',
  'maintenance on': 'everybody got 503 from here on',
  'maintenance off': 'the service answered again',
} satisfies Record<Action, string>;

/** `retire: a version that …`; a newer agent may know more actions. */
export function describeAction(action: Action): string {
  const meaning: string | undefined = meanings[action];
  return meaning ? `${action}: ${meaning}` : action;
}
