import { describe, expect, it } from 'vitest';
import { acceptsJson, contentKind } from './media-types.ts';

describe('an Accept header', () => {
  it.each([
    undefined,
    '',
    '*/*',
    '*',
    'application/*',
    '*/json',
    'application/json',
    'APPLICATION/JSON',
    'application/json; charset=utf-8',
    'application/json;q=0',
    'text/html, */*;q=0.1',
    'application/xml,application/json;q=0.5',
  ])('%j lets JSON through', (accept) => {
    expect(acceptsJson(accept)).toBe(true);
  });

  it.each(['text/html', 'text/plain, text/*', 'garbage', 'application/xml'])('%j does not', (accept) => {
    expect(acceptsJson(accept)).toBe(false);
  });
});

describe('a Content-Type header', () => {
  it.each([
    ['application/json', 'json'],
    ['Application/JSON ; charset=ISO-8859-1', 'json'],
    ['application/json+x', 'other'],
    ['application/x-www-form-urlencoded', 'other'],
    ['garbage', 'other'],
    ['', 'none'],
    [undefined, 'none'],
  ])('%j says %s', (contentType, kind) => {
    expect(contentKind(contentType)).toBe(kind);
  });
});
