import type { LabelPair } from './message/written-series.ts';

/** What `external.labels` says: `name=value` each. */
export function externalLabelsOf(pairs: readonly string[]): LabelPair[] {
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
}
