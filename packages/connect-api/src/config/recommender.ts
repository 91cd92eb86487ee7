/** The values parsed so far, by key; a key that could not be parsed is `null`. */
export type ParsedValues = Readonly<Record<string, unknown>>;

/** Gives advice on a key from the values of the others. Both calls may throw a {@link ConfigError}. */
export interface Recommender {
  /** Good values, best first; advice only, never enforced. */
  recommend(key: string, values: ParsedValues): readonly unknown[];
  /** Whether the key matters with these values; always by default. */
  visible?(key: string, values: ParsedValues): boolean;
}
