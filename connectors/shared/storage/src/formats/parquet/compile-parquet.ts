import { decodeBigEndian, logicalTypeOf, type LogicalType, type Schema } from '@sluice/connect-api';
import { nullBranchOf } from '../avro/avro-schema.ts';
import type { ByteSource } from '../byte-source.ts';

/** Reads a value, as the Avro encoder of its schema wrote it, into what the library takes. */
export type ParquetReader = (rows: ByteSource) => unknown;

export function compileParquet(schema: Schema): ParquetReader {
  const content = contentOf(schema);
  if (!schema.optional) return content;
  const nullBranch = nullBranchOf(schema);
  return (rows) => (rows.int() === nullBranch ? null : content(rows));
}

function contentOf(schema: Schema): ParquetReader {
  const logicalType = logicalTypeOf(schema);
  if (logicalType !== null) return logicalOf(logicalType);
  switch (schema.type) {
    case 'STRUCT':
      return structOf(schema);
    case 'ARRAY':
      return arrayOf(schema);
    case 'MAP':
      return mapOf(schema);
    default:
      return plainOf(schema);
  }
}

function plainOf({ type }: Schema): ParquetReader {
  switch (type) {
    case 'INT64':
      return (rows) => rows.long();
    case 'FLOAT32':
      return (rows) => rows.float();
    case 'FLOAT64':
      return (rows) => rows.double();
    case 'BOOLEAN':
      return (rows) => rows.byte() === 1;
    case 'STRING':
      return (rows) => rows.text();
    case 'BYTES':
      return (rows) => rows.bytes();
    default:
      return (rows) => rows.int();
  }
}

function logicalOf(type: LogicalType): ParquetReader {
  if (type === 'Decimal') return (rows) => decodeBigEndian(rows.bytes());
  return type === 'Timestamp' ? (rows) => rows.long() : (rows) => rows.int();
}

function arrayOf(schema: Schema): ParquetReader {
  const read = compileParquet(schema.valueSchema as Schema);
  return (rows) => readBlock(rows, read);
}

function mapOf(schema: Schema): ParquetReader {
  const readKey = compileParquet(schema.keySchema as Schema);
  const read = compileParquet(schema.valueSchema as Schema);
  return (rows) => readBlock(rows, () => ({ key: readKey(rows), value: read(rows) }));
}

/** One block of items and an empty one. */
function readBlock(rows: ByteSource, read: ParquetReader): unknown[] {
  const items: unknown[] = [];
  const count = rows.int();
  for (let index = 0; index < count; index += 1) items.push(read(rows));
  if (count > 0) rows.int();
  return items;
}

function structOf(schema: Schema): ParquetReader {
  const fields = schema.fields.map(({ name, schema: field }) => ({ name, read: compileParquet(field) }));
  return (rows) => {
    const struct: Record<string, unknown> = {};
    for (const { name, read } of fields) struct[name] = read(rows);
    return struct;
  };
}
