import type { JsonCursor } from '../text/json-cursor.ts';

/**
 * Steps over an object and returns where the value of each member starts, of members of the same name the last.
 * Their order is that of their names' first appearance.
 */
export function readMemberPositions(cursor: JsonCursor): Map<string, number> {
  const positions = new Map<string, number>();
  cursor.enter();
  while (cursor.nextMember()) {
    const name = cursor.readName();
    cursor.peek();
    positions.set(name, cursor.position);
    cursor.skipValue();
  }
  return positions;
}
