import type { Validator } from '@sluice/connect-api';

const actions = ['set', 'add', 'setDate', 'addDate'] as const;

/** Rules for headers of answers, as `set X-Frame-Options: DENY`; one with commas stands in double quotes. */
export const headerRules: Validator<string> = {
  describe: () => 'rules of the form `[action] [header name]:[header value]`, separated by commas',
  check: ({ value }) => {
    const rules = typeof value === 'string' ? splitRules(value) : [];
    return rules.map(problemOfRule).find((problem) => problem !== null) ?? null;
  },
};

function splitRules(text: string): string[] {
  const rules = Array.from(text.matchAll(/"([^"]*)"|[^,"]+/g), ([plain, quoted]) => (quoted ?? plain).trim());
  return rules.filter((rule) => rule !== '');
}

function problemOfRule(rule: string): string | null {
  const [, action, header] = /^(\S+)\s+(.+)$/s.exec(rule) ?? [];
  if (action === undefined || header === undefined) {
    return `Invalid format of header config '${rule}'. Expected: '[action] [header name]:[header value]'`;
  }
  if (!actions.some((known) => known.toLowerCase() === action.toLowerCase())) {
    return `Invalid header config action: '${action}'. Expected one of [${actions.join(', ')}]`;
  }
  return problemOfHeader(header);
}

function problemOfHeader(header: string): string | null {
  const [name = '', value = '', ...rest] = header.split(':');
  if (value === '' || rest.length > 0) {
    return `Invalid format of header name and header value pair '${header}'. Expected: '[header name]:[header value]'`;
  }
  return /^\S+$/.test(name.trim())
    ? null
    : `Invalid header name '${name.trim()}'. The '[header name]' cannot contain whitespace`;
}
