export { canonicalHeader, canonicalRecord, canonicalSchema, canonicalValue } from './canonical-notation.ts';
export {
  expectedFailure,
  expectedOutcome,
  failureOf,
  outcomeOf,
  type Failure,
  type Outcome,
} from './failure.ts';
export type {
  BytesNotation,
  ErrorNotation,
  HeaderNotation,
  RecordNotation,
  SchemaNotation,
  ValueNotation,
} from './notation.ts';
export { readBuilder, readBytes, readSchema, readValue } from './read-notation.ts';
export { readHeaders, readRecord, writeHeader, writeHeaders, writeRecord } from './record-notation.ts';
export { writeSchema, writeValue } from './write-notation.ts';
