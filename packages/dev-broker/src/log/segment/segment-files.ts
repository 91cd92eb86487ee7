const offsetDigits = 20;
const logEnding = '.log';

/** The names of a segment's files, as Kafka writes them: the first offset, with leading zeros. */
export function segmentPaths(folder: string, baseOffset: number): { log: string; checkpoint: string } {
  const stem = `${folder}/${String(baseOffset).padStart(offsetDigits, '0')}`;
  return { log: `${stem}${logEnding}`, checkpoint: `${stem}.checkpoint` };
}

/** The first offsets of the segments among the names in a folder, in order. */
export function segmentOffsets(names: readonly string[]): number[] {
  return names
    .filter((name) => name.length === offsetDigits + logEnding.length && name.endsWith(logEnding))
    .map((name) => Number(name.slice(0, offsetDigits)))
    .filter((offset) => Number.isSafeInteger(offset))
    .sort((left, right) => left - right);
}
