import type { Flaw } from '../mistake.ts';
import { text } from './field.ts';

/** The address of a Docker engine: a unix socket here, or a machine reached by ssh. */
export function engine() {
  return text({ is: 'the address of a Docker engine', example: 'ssh://deploy@www.example.com' }, engineFlaw);
}

function engineFlaw(value: string): Flaw | undefined {
  if (/^unix:\/\/\/[^\s?#]+$/.test(value) || /^ssh:\/\/([\w.-]+@)?[\w.-]+(:\d{1,5})?$/.test(value))
    return undefined;
  if (/^(tcp|https?):\/\//.test(value)) {
    return {
      rule: 'must not be a TCP address, which gives the machine to whoever reaches the port',
      fix: `write ${JSON.stringify(overSsh(value))}`,
    };
  }
  return {
    rule: 'must be unix:///… or ssh://user@host',
    fix: `write ${JSON.stringify(value.startsWith('/') ? `unix://${value}` : overSsh(value))}`,
  };
}

function overSsh(value: string): string {
  const [, host = ''] = /^(?:[a-z]+:\/{0,2})?([\w.@-]+)/i.exec(value) ?? [];
  return /^([\w.-]+@)?[\w.-]*\w$/.test(host) ? `ssh://${host}` : 'ssh://deploy@www.example.com';
}
