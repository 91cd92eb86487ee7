import { DataError, nameField, type ConnectRecord, type Field, type Schema } from '@sluice/connect-api';

/** What may have happened to a row: created, updated, deleted, read by a snapshot, its table truncated. */
const operations: ReadonlySet<unknown> = new Set(['c', 'u', 'd', 'r', 't']);

/** Whether a schema is that of a change event. Heartbeats, schema changes and others have other names. */
export function isEnvelopeSchema({ name }: Schema): boolean {
  return name !== null && name.endsWith('.Envelope');
}

/**
 * The change event in a record whose value has no schema, recognised by what every event has: its operation, its
 * source, and a state of the row. Else `null`.
 */
export function schemalessEnvelope({
  valueSchema,
  value,
}: ConnectRecord): ReadonlyMap<unknown, unknown> | null {
  if (valueSchema !== null || !(value instanceof Map)) return null;
  const isEvent = operations.has(value.get('op')) && value.get('source') instanceof Map;
  return isEvent && (value.has('before') || value.has('after')) ? value : null;
}

/** A field that has to be there. @throws DataError, as `ExtractField` has it, when it is not. */
export function envelopeField(envelope: Schema, name: string): Field {
  const field = envelope.field(name);
  if (field !== undefined) return field;
  const error = new DataError(`Unknown field: ${name}`, {
    javaClassName: 'java.lang.IllegalArgumentException',
  });
  throw nameField(error, name);
}
