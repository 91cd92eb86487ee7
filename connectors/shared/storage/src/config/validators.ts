import { refusal, type Validator } from '@sluice/connect-api';
import { extractorNames, type ExtractorName } from '../partitioners/timestamp-extractors.ts';
import { TimeZone } from '../partitioners/time-zone.ts';

/** A time in milliseconds, or -1 for none. */
export const interval: Validator<number | bigint> = {
  describe: () => '-1, or [1,...]',
  check: (checked) => {
    const { value } = checked;
    const isGood = value === null || value === -1 || Number(value) >= 1;
    return isGood ? null : refusal(checked, 'It must be -1 or at least 1');
  },
};

export const zoneId: Validator<string> = {
  describe: () => 'an id such as Europe/Zurich',
  check: (checked) => {
    const { value } = checked;
    if (typeof value !== 'string' || value === '' || isZone(value)) return null;
    return refusal(checked, 'There is no such time zone');
  },
};

function isZone(id: string): boolean {
  try {
    return new TimeZone(id).id === id;
  } catch {
    return false;
  }
}

/** The extractor of a name or of a class that is named like it; `null` for others. */
export function extractorOf(name: string): ExtractorName | null {
  const simple = /(\w+)$/.exec(name)?.[1]?.replace(/TimestampExtractor$/, '');
  return extractorNames.find((known) => known === simple) ?? null;
}

export const knownExtractor: Validator<string> = {
  describe: () => `[${extractorNames.join(', ')}]`,
  check: (checked) => {
    const { value } = checked;
    if (typeof value !== 'string' || extractorOf(value) !== null) return null;
    return refusal(checked, `Known are ${extractorNames.join(', ')}`);
  },
};
