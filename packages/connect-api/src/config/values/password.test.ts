import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Password } from './password.ts';

describe('Password', () => {
  const password = new Password('s3cret');

  it.each([
    ['text', String(password)],
    ['JSON', JSON.stringify({ password })],
    ['inspection', inspect({ nested: { password } }, { depth: 9, showHidden: true })],
    ['its properties', JSON.stringify(Object.entries(password))],
  ])('does not show in %s', (_, shown) => {
    expect(shown).not.toContain('s3cret');
  });

  it('shows as [hidden]', () => {
    expect(String(password)).toBe('[hidden]');
    expect(JSON.stringify(password)).toBe('"[hidden]"');
    expect(inspect(password)).toBe('[hidden]');
  });

  it('is revealed on demand', () => {
    expect(password.reveal()).toBe('s3cret');
  });

  it('equals another one with the same secret', () => {
    expect(password.equals(new Password('s3cret'))).toBe(true);
    expect(password.equals(new Password('other'))).toBe(false);
  });
});
