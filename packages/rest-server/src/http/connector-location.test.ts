import { expect, it } from 'vitest';
import { connectorLocation } from './connector-location.ts';

it.each([
  ['fs', 'fs'],
  ['é b?#[]@', '%C3%A9%20b%3F%23%5B%5D@'],
  ["!$&'()*+,=:~-._<>", "!$&'()*+,=:~-._%3C%3E"],
  ['a;b/c%d{e}', 'a%3Bb%2Fc%25d%7Be%7D'],
  ['\ud800', '%EF%BF%BD'],
])('the location of %j ends in %s', (name, segment) => {
  expect(connectorLocation('http://worker:8083', name)).toBe(`http://worker:8083/connectors/${segment}`);
});
