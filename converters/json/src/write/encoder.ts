/** Makes the JSON text of values of one schema; throws DataError when a value does not fit it. */
export type ValueEncoder = (value: unknown) => string;

export interface EncodeOptions {
  readonly decimalFormat: 'BASE64' | 'NUMERIC';
  readonly replaceNullWithDefault: boolean;
}

/** What a value stands in: how it is encoded, and how many arrays and objects are around it. */
export interface EncodeScope {
  readonly options: EncodeOptions;
  readonly depth: number;
}
