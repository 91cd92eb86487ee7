import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordedProtocol } from './fixtures/recorded-protocol.ts';
import { inJavaHashOrder } from './java-hash-order.ts';

interface RecordedOrder {
  readonly keys: readonly string[];
  readonly order: readonly string[];
}

const orders = JSON.parse(
  readFileSync(new URL('fixtures/java-hash-orders.json', import.meta.url), 'utf8'),
) as readonly RecordedOrder[];

describe('the order of a Java hash table', () => {
  it('is that of Java for any keys that are put in one after the other', () => {
    expect(orders).toHaveLength(40);
    for (const { keys, order } of orders) expect(inJavaHashOrder(keys)).toEqual(order);
  });

  it('is that in which a Java leader goes through the members', () => {
    for (const { members, memberOrder } of recordedProtocol().performAssignment)
      expect(inJavaHashOrder(members.map(({ memberId }) => memberId))).toEqual(memberOrder);
  });
});
