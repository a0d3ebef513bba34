import { configClasses } from './config.ts';
import { contentClasses } from './content.ts';
import type { FailureClass } from './failure-class.ts';
import { hostClasses } from './host.ts';

export const failureClasses: readonly FailureClass[] = [...contentClasses, ...configClasses, ...hostClasses];
