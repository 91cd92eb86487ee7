import type { Validator } from '@sluice/connect-api';

const actions = ['set', 'add', 'setDate', 'addDate'] as const;

/** A header that answers get beside the usual. */
export interface HeaderRule {
  /** The date actions have milliseconds from now as their value. */
  readonly action: (typeof actions)[number];
  readonly name: string;
  readonly value: string;
}

/** Rules for headers of answers, as `set X-Frame-Options: DENY`; one with commas stands in double quotes. */
export const headerRules: Validator<string> = {
  describe: () => 'rules of the form `[action] [header name]:[header value]`, separated by commas',
  check: ({ value }) => {
    const rules = typeof value === 'string' ? splitRules(value) : [];
    return rules.map(problemOfRule).find((problem) => problem !== null) ?? null;
  },
};

/** Reads rules that are known to be good. */
export function parseHeaderRules(text: string): HeaderRule[] {
  return splitRules(text).map((rule) => {
    const [, action = '', header = ''] = rulePattern.exec(rule) ?? [];
    const [name = '', value = ''] = header.split(':');
    return { action: actionOf(action) ?? 'set', name: name.trim(), value: value.trim() };
  });
}

const rulePattern = /^(\S+)\s+(.+)$/s;

function splitRules(text: string): string[] {
  const rules = Array.from(text.matchAll(/"([^"]*)"|[^,"]+/g), ([plain, quoted]) => (quoted ?? plain).trim());
  return rules.filter((rule) => rule !== '');
}

function actionOf(text: string): HeaderRule['action'] | undefined {
  return actions.find((known) => known.toLowerCase() === text.toLowerCase());
}

function problemOfRule(rule: string): string | null {
  const [, text, header] = rulePattern.exec(rule) ?? [];
  if (text === undefined || header === undefined) {
    return `Invalid format of header config '${rule}'. Expected: '[action] [header name]:[header value]'`;
  }
  const action = actionOf(text);
  if (action === undefined) {
    return `Invalid header config action: '${text}'. Expected one of [${actions.join(', ')}]`;
  }
  return problemOfHeader(header, action.endsWith('Date'));
}

function problemOfHeader(header: string, isDate: boolean): string | null {
  const [name = '', value = '', ...rest] = header.split(':');
  if (value === '' || rest.length > 0) {
    return `Invalid format of header name and header value pair '${header}'. Expected: '[header name]:[header value]'`;
  }
  if (!/^\S+$/.test(name.trim())) {
    return `Invalid header name '${name.trim()}'. The '[header name]' cannot contain whitespace`;
  }
  return problemForNode(name.trim(), { value: value.trim(), isDate });
}

/** What Java takes and no header can hold. */
function problemForNode(
  name: string,
  { value, isDate }: { readonly value: string; readonly isDate: boolean },
): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
    return `Invalid header name '${name}'. The '[header name]' holds a character that no header may have`;
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    return `Invalid header value '${value}'. The '[header value]' holds a character that no header may have`;
  }
  if (!isDate || (/^[+-]?\d+$/.test(value) && Math.abs(Number(value)) < 8e15)) return null;
  return `Invalid header value '${value}'. The '[header value]' of a date is a number of milliseconds from now`;
}
