import { parseIsoDuration } from './iso-duration.ts';
import { RuleError, type Setting } from '../setting.ts';

/** Where to begin without a valid position; a duration means at the first record that is not older (KIP-1106). */
export type ResetPolicy = 'earliest' | 'latest' | 'none' | { readonly maxAgeMs: number };

const durationPrefix = 'by_duration:';
const rule =
  "The value must be either 'earliest', 'latest', 'none' or of the format 'by_duration:<PnDTnHnMn.nS>'";

export function resetPolicy(defaultValue: ResetPolicy): Setting<ResetPolicy> {
  return {
    default: defaultValue,
    parse(text) {
      const word = text.trim().toLowerCase();
      if (word === 'earliest' || word === 'latest' || word === 'none') return word;
      if (!word.startsWith(durationPrefix)) throw new RuleError(rule);
      const maxAgeMs = parseIsoDuration(word.slice(durationPrefix.length));
      if (maxAgeMs === null) throw new RuleError(rule);
      if (maxAgeMs < 0) throw new RuleError('Negative durations are not supported');
      return { maxAgeMs };
    },
  };
}
