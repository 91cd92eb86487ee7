import { DataError, epochMsOf, nameField, type Field, type Schema, type Struct } from '@sluice/connect-api';
import { requiredField } from '../required-field.ts';

const connectErrorClass = 'org.apache.kafka.connect.errors.ConnectException';

/** How many units are a millisecond, by the name of the schema. */
const unitsByName: Readonly<Record<string, bigint>> = {
  'io.debezium.time.Timestamp': 1n,
  'io.debezium.time.MicroTimestamp': 1000n,
  'io.debezium.time.NanoTimestamp': 1_000_000n,
  'org.apache.kafka.connect.data.Timestamp': 1n,
};

/** Reads the time of an event, in milliseconds since the epoch; null when the column is null. */
export type EventTimeReader = (row: Struct) => number | null;

/** @throws DataError when there is no such column; of what kind it is matters only where it is not null. */
export function compileEventTime(row: Schema, column: string): EventTimeReader {
  if (row.field(column) === undefined) {
    throw failure(`Unable to find timestamp field ${column} in event`, column);
  }
  const { index, schema } = requiredField(row, column, 'INT64');
  const units = unitsByName[schema.name ?? ''];
  return (struct) => {
    const value = struct.getAt(index);
    if (value === null) return null;
    if (units === undefined) throw unsupported(column, schema);
    return typeof value === 'bigint' ? Number(value / units) : Number(epochMsOf(value as Date));
  };
}

/** The field of that name. @throws DataError in the words that the payload column has its own of. */
export function payloadField(row: Schema, column: string): Field {
  const field = row.field(column);
  if (field === undefined) throw failure(`Unable to find payload field ${column} in event`, column);
  return field;
}

function unsupported(column: string, { name, type }: Schema): unknown {
  const kind = name ?? `${type} (without logical schema name)`;
  return failure(`Unsupported field type ${kind} for event timestamp`, column);
}

function failure(message: string, column: string): unknown {
  return nameField(new DataError(message, { javaClassName: connectErrorClass }), column);
}
