import { describe, expect, it } from 'vitest';
import { enveloped, envelopeBytes, jsonBytes, nested } from './json-payloads.ts';

describe.each([
  { name: 'nested', payload: nested, bytes: jsonBytes },
  { name: 'enveloped', payload: enveloped, bytes: envelopeBytes },
])('a $name record', ({ payload, bytes }) => {
  it.each([0, 7, 9999])('number %i is JSON of exactly the length that was asked for', (number) => {
    const record = payload.record(number, bytes);
    expect(record).toMatch(new RegExp(`^[ -~]{${bytes}}$`));
    expect(() => JSON.parse(record) as unknown).not.toThrow();
  });
});

it('an envelope holds a payload of the usual length', () => {
  const { payload } = JSON.parse(enveloped.record(5, envelopeBytes)) as { payload: unknown };
  expect(JSON.stringify(payload)).toHaveLength(jsonBytes);
});
