import { describe, expect, it } from 'vitest';
import { payloads } from './payload.ts';

describe.each(Object.entries(payloads))('a %s record', (_, payload) => {
  it.each([20, 100, 1000])('has exactly %i bytes and no line break', (bytes) => {
    expect(payload.record(7, bytes)).toMatch(new RegExp(`^[ -~]{${bytes}}$`));
  });

  it('differs from the next one', () => {
    expect(payload.record(1, 100)).not.toBe(payload.record(2, 100));
  });
});

it('a json record is JSON', () => {
  expect(JSON.parse(payloads.json.record(3, 100))).toMatch(/^000000000003 /);
});
