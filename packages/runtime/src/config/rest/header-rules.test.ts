import { describe, expect, it } from 'vitest';
import { headerRules, parseHeaderRules } from './header-rules.ts';

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
    ['set A(: c', "Invalid header name 'A('. The '[header name]' holds a character that no header may have"],
    [
      'set A: ü→',
      "Invalid header value 'ü→'. The '[header value]' holds a character that no header may have",
    ],
    [
      'setDate A: soon',
      "Invalid header value 'soon'. The '[header value]' of a date is a number of milliseconds from now",
    ],
    ['set : c', "Invalid header name ''. The '[header name]' cannot contain whitespace"],
  ])('are refused: %s', (rules, message) => {
    expect(check(rules)).toBe(message);
  });

  it('are read with their action, name and value', () => {
    expect(parseHeaderRules(' SETDATE Expires: 5 ,"add  Cache-Control:no-cache, no-store"')).toEqual([
      { action: 'setDate', name: 'Expires', value: '5' },
      { action: 'add', name: 'Cache-Control', value: 'no-cache, no-store' },
    ]);
    expect(parseHeaderRules('')).toEqual([]);
  });
});
