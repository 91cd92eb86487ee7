import { describe, expect, it } from 'vitest';
import { headerRules } from './header-rules.ts';

const check = (value: string): string | null =>
  headerRules.check({ key: 'response.http.headers.config', type: 'STRING', value });

describe('rules for headers of answers', () => {
  it.each([
    '',
    ' ',
    'set X-Frame-Options: DENY',
    'SETDATE Expires: 31540000000, "add Cache-Control: no-cache, no-store, must-revalidate",adddate Date: 0',
  ])('are good: %s', (rules) => {
    expect(check(rules)).toBeNull();
  });

  it.each([
    ['set', "Invalid format of header config 'set'. Expected: '[action] [header name]:[header value]'"],
    [
      'set A: b, put C: d',
      "Invalid header config action: 'put'. Expected one of [set, add, setDate, addDate]",
    ],
    [
      'set A',
      "Invalid format of header name and header value pair 'A'. Expected: '[header name]:[header value]'",
    ],
    [
      'set A: b:c',
      "Invalid format of header name and header value pair 'A: b:c'. Expected: '[header name]:[header value]'",
    ],
    ['set A B: c', "Invalid header name 'A B'. The '[header name]' cannot contain whitespace"],
    ['set : c', "Invalid header name ''. The '[header name]' cannot contain whitespace"],
  ])('are refused: %s', (rules, message) => {
    expect(check(rules)).toBe(message);
  });
});
