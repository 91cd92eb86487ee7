/** Which of several lanes what has an identity takes: always the same, and all of them alike often (FNV-1a). */
export function laneNumber(identity: string, lanes: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < identity.length; index += 1) {
    hash = Math.imul(hash ^ identity.charCodeAt(index), 0x01000193);
  }
  // The last character would decide alone where the number of lanes is a power of two.
  return ((hash ^ (hash >>> 15)) >>> 0) % lanes;
}
