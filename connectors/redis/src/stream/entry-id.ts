/** Compares ids of entries, `1700000000000-7`: negative when the first comes before the second. */
export function compareIds(one: string, other: string): number {
  const [oneMs, oneNumber] = partsOf(one);
  const [otherMs, otherNumber] = partsOf(other);
  if (oneMs !== otherMs) return oneMs < otherMs ? -1 : 1;
  if (oneNumber === otherNumber) return 0;
  return oneNumber < otherNumber ? -1 : 1;
}

function partsOf(id: string): readonly [bigint, bigint] {
  const [ms = '0', number = '0'] = id.split('-');
  return [BigInt(ms), BigInt(number)];
}
