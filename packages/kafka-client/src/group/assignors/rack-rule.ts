import type { Subscriber } from './assignor.ts';

/**
 * Whether racks make a difference (KIP-881): some member is in a rack with replicas, and not every partition has a
 * replica in all racks.
 */
export function racksMatter(
  members: readonly Subscriber[],
  partitions: Iterable<readonly string[]>,
): boolean {
  const ofMembers = new Set(members.map(({ rackId }) => rackId).filter(isRack));
  const ofPartitions = [...partitions].map((racks) => new Set(racks));
  const all = new Set(ofPartitions.flatMap((racks) => [...racks]));
  if (![...ofMembers].some((rack) => all.has(rack))) return false;
  return ofPartitions.some((racks) => racks.size < all.size);
}

export function isRack(rackId: string | null): rackId is string {
  return rackId !== null && rackId !== '';
}

/** A member without a rack is near to everything. */
export function isNear({ rackId }: Subscriber, racks: readonly string[] | undefined): boolean {
  return !isRack(rackId) || racks?.includes(rackId) === true;
}
