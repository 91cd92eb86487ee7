/** Versions that a configuration asks for: `[1.0,2.0)`, `(,1.5]`, `[1.2]`, several with commas, or just `1.2`. */
export interface VersionRange {
  includes(version: string): boolean;
  /** As messages show it: a single version as `[1.2,1.2]`. */
  toString(): string;
}

interface Bound {
  readonly version: string | null;
  readonly included: boolean;
}

interface Interval {
  readonly low: Bound;
  readonly high: Bound;
}

const interval = /\s*([[(])\s*([^,[\]()]*?)\s*(?:(,)\s*([^,[\]()]*?)\s*)?([\])])\s*/y;

/** Reads a range; `null` when the text is none. */
export function parseVersionRange(text: string): VersionRange | null {
  if (!/[[\](),]/.test(text)) return rangeOf([exactly(text)]);
  const intervals: Interval[] = [];
  let position = 0;
  do {
    interval.lastIndex = position;
    const match = interval.exec(text);
    if (match === null) return null;
    intervals.push(intervalOf(match));
    position = interval.lastIndex + 1;
  } while (text.charAt(position - 1) === ',');
  return position <= text.length ? null : rangeOf(intervals);
}

function exactly(version: string): Interval {
  return { low: { version, included: true }, high: { version, included: true } };
}

function intervalOf([, opening, low = '', comma, high = '', closing]: RegExpExecArray): Interval {
  if (comma === undefined) return exactly(low);
  return {
    low: { version: low === '' ? null : low, included: opening === '[' },
    high: { version: high === '' ? null : high, included: closing === ']' },
  };
}

function rangeOf(intervals: readonly Interval[]): VersionRange {
  return {
    includes: (version) => intervals.some((one) => isWithin(version, one)),
    toString: () => intervals.map(formatInterval).join(),
  };
}

function formatInterval({ low, high }: Interval): string {
  const versions = `${low.version ?? ''},${high.version ?? ''}`;
  return `${low.included ? '[' : '('}${versions}${high.included ? ']' : ')'}`;
}

function isWithin(version: string, { low, high }: Interval): boolean {
  const aboveLow = low.version === null ? 1 : compareVersions(version, low.version);
  const belowHigh = high.version === null ? 1 : compareVersions(high.version, version);
  return (low.included ? aboveLow >= 0 : aboveLow > 0) && (high.included ? belowHigh >= 0 : belowHigh > 0);
}

/** What stands in versions beside numbers, from the earliest to the latest; a release has nothing there. */
const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const synonyms: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
  cr: 'rc',
  final: '',
  ga: '',
  release: '',
};

/** Negative when the first comes before the second, in the order of Maven's versions: `1.2 < 1.10 < 2.0-rc1 < 2.0`. */
export function compareVersions(a: string, b: string): number {
  const [itemsA, itemsB] = [itemsOf(a), itemsOf(b)];
  for (let index = 0; index < Math.max(itemsA.length, itemsB.length); index += 1) {
    const difference = rankOf(itemsA[index]) - rankOf(itemsB[index]);
    if (difference !== 0) return difference;
    const byText = compareTexts(itemsA[index], itemsB[index]);
    if (byText !== 0) return byText;
  }
  return 0;
}

function itemsOf(version: string): readonly string[] {
  return version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
}

/** Unknown words come after all known ones, and numbers after all words; what is missing is 0 or nothing. */
function rankOf(item: string | undefined): number {
  if (item === undefined) return qualifiers.indexOf('');
  if (/^\d/.test(item))
    return Number(item) === 0 ? qualifiers.indexOf('') : qualifiers.length + 1 + Number(item);
  const known = qualifiers.indexOf(synonyms[item] ?? item);
  return known === -1 ? qualifiers.length : known;
}

function compareTexts(a: string | undefined, b: string | undefined): number {
  const isWord = (item: string | undefined): item is string => item !== undefined && /^[a-z]/.test(item);
  if (!isWord(a) || !isWord(b) || rankOf(a) !== qualifiers.length) return 0;
  return a === b ? 0 : a < b ? -1 : 1;
}
