import { describe, expect, it } from 'vitest';
import { currentsOf, isRotationOf } from './rotated-names.ts';

describe('a rotated file', () => {
  it.each([
    ['app.log.1', 'app.log'],
    ['app.log.12.gz', 'app.log'],
    ['app.log.gz', 'app.log'],
    ['app.log-20261127', 'app.log'],
    ['app.log-20261127.gz', 'app.log'],
    ['app.log.2026-11-27T10:15', 'app.log'],
    ['app.log.old', 'app.log'],
    ['app-20261127.log', 'app.log'],
    ['app-2026-11-27.log.gz', 'app.log'],
    ['app.1.log', 'app.log'],
    ['messages.1', 'messages'],
    ['messages-20261127', 'messages'],
  ])('%s is one of %s', (name, current) => {
    expect(isRotationOf(name, current)).toBe(true);
    expect(currentsOf(name)).toContain(current);
  });

  it.each([
    ['app.log', 'app.log'],
    ['app.log.swp', 'app.log'],
    ['app.logs', 'app.log'],
    ['app2.log', 'app.log'],
    ['app-error.log', 'app.log'],
    ['app.log.1.bz2', 'app.log'],
    ['other.log.1', 'app.log'],
    ['appendix', 'app'],
  ])('%s is none of %s', (name, current) => {
    expect(isRotationOf(name, current)).toBe(false);
    expect(currentsOf(name)).not.toContain(current);
  });
});
