import { describe, expect, it } from 'vitest';
import { parseRequestTarget, pathProblem } from './request-target.ts';

describe('the target of a request', () => {
  it.each([
    ['/connectors', '/connectors', ''],
    ['/connectors?expand=info', '/connectors', 'expand=info'],
    ['/connectors?', '/connectors', ''],
    ['/a;x=y/config;a=b?c=;d?e', '/a/config', 'c=;d?e'],
    ['/a%3Bx', '/a%3Bx', ''],
    ['http://other:99/connectors?a', '/connectors', 'a'],
    ['http://other:99', '/', ''],
    ['*', '*', ''],
  ])('%s is the path %s with the query %j', (target, path, query) => {
    expect(parseRequestTarget(target)).toEqual({ path, query });
  });
});

describe('a path that cannot be served', () => {
  it.each([
    ['/connectors//config', 'Ambiguous path: it contains an empty segment (//)'],
    ['/connectors/a%2Fb', 'Ambiguous path: it contains an encoded slash (%2F)'],
    ['/connectors/a%2fb', 'Ambiguous path: it contains an encoded slash (%2F)'],
    ['/connectors/a%5Cb', 'Ambiguous path: it contains a backslash'],
    ['/connectors/a\\b', 'Ambiguous path: it contains a backslash'],
    ['/connectors/50%25', 'Ambiguous path: it contains an encoded percent sign (%25)'],
    ['/connectors/%2e%2E/x', 'Ambiguous path: it contains an encoded dot segment'],
    ['/connectors/.%2e', 'Ambiguous path: it contains an encoded dot segment'],
    ['/connectors/%2e', 'Ambiguous path: it contains an encoded dot segment'],
    ['/connectors/a%zz', 'Malformed path: it contains a percent sign without two hexadecimal digits'],
    ['/connectors/a%', 'Malformed path: it contains a percent sign without two hexadecimal digits'],
    ['/connectors/a%00b', 'Malformed path: it contains the character U+0000'],
    ['/connectors/a%FF', 'Malformed path: its percent-encoded bytes are not UTF-8'],
    ['/connectors/a"b', 'Malformed path: it contains a character that must be percent-encoded'],
    ['/connectors/{a}', 'Malformed path: it contains a character that must be percent-encoded'],
    ['/connectors/é', 'Malformed path: it contains a character that must be percent-encoded'],
  ])('%s is refused with the reason', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
  });

  it.each([
    '/',
    '/connectors/',
    '/connectors/a+b',
    '/connectors/a%20b',
    '/connectors/..',
    '/connectors/a%2eb',
    "/connectors/~!$&'()*+,=:@-._",
    '/connectors/%C3%A9',
  ])('%s is none', (path) => {
    expect(pathProblem(path)).toBeNull();
  });
});
