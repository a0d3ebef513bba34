import { join, resolve } from 'node:path';
import { workspace } from './workspace.ts';

/** The target whose machines are people's own. */
export const usualTarget = 'vagrant';

/** The target whose machines the Vagrantfile's are now. */
export const target = process.env.CAUSEWAY_VAGRANT_TARGET ?? usualTarget;

/** For what is known of its machines: `destroy` empties the target's own folder while they are still there. */
export const machinesFolder = join(workspace, '.causeway/machines', target);

/** Where Vagrant keeps what it knows of them. */
export const dotfiles = resolve(workspace, process.env.VAGRANT_DOTFILE_PATH ?? '.vagrant');

/** On the containers that are machines: whose they are. */
export const label = 'causeway.machine';
