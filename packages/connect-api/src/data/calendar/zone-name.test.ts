import { expect, it } from 'vitest';

process.env['TZ'] = 'Europe/Paris';
const { zoneNameAt } = await import('./zone-name.ts');

it.each([
  ['2024-03-30T12:00Z', 'GMT+1'],
  ['2024-03-31T00:59:59.999Z', 'GMT+1'],
  ['2024-03-31T01:00Z', 'GMT+2'],
  ['2024-04-01T12:00Z', 'GMT+2'],
  ['2024-10-27T00:59:59.999Z', 'GMT+2'],
  ['2024-10-27T01:00Z', 'GMT+1'],
  ['1969-12-31T23:59Z', 'GMT+1'],
])('at %s the zone is called %s, asked once or again', (instant, name) => {
  expect(zoneNameAt(Date.parse(instant))).toBe(name);
  expect(zoneNameAt(Date.parse(instant))).toBe(name);
});
