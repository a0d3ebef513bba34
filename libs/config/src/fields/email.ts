import { text } from './field.ts';

/** An e-mail address without a name around it. */
export function email() {
  return text({ is: 'an e-mail address', example: 'ops@example.com' }, (value) => {
    if (/^[^\s@,:<>"]+@([a-z0-9-]+\.)+[a-z]{2,}$/i.test(value)) return undefined;
    const meant = /[^\s@,:<>"]+@([a-z0-9-]+\.)+[a-z]{2,}/i.exec(value)?.[0];
    return {
      rule: 'must be one e-mail address',
      fix: `write ${JSON.stringify(meant ?? 'ops@example.com')}`,
    };
  });
}
