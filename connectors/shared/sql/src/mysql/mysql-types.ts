import type { FieldPacket } from 'mysql2';
import type { JdbcType, ResultColumn } from '../dialect/column.ts';

/** Numbers of types in the protocol, with their names and what Java's driver makes of them. */
const types: Readonly<Record<number, readonly [typeName: string, jdbcType: JdbcType]>> = {
  0: ['decimal', 'DECIMAL'],
  1: ['tinyint', 'TINYINT'],
  2: ['smallint', 'SMALLINT'],
  3: ['int', 'INTEGER'],
  4: ['float', 'REAL'],
  5: ['double', 'DOUBLE'],
  6: ['null', 'VARCHAR'],
  7: ['timestamp', 'TIMESTAMP'],
  8: ['bigint', 'BIGINT'],
  9: ['mediumint', 'INTEGER'],
  10: ['date', 'DATE'],
  11: ['time', 'TIME'],
  12: ['datetime', 'TIMESTAMP'],
  13: ['year', 'DATE'],
  15: ['varchar', 'VARCHAR'],
  16: ['bit', 'BIT'],
  245: ['json', 'LONGVARCHAR'],
  246: ['decimal', 'DECIMAL'],
  247: ['enum', 'CHAR'],
  248: ['set', 'CHAR'],
  249: ['tinyblob', 'VARBINARY'],
  250: ['mediumblob', 'LONGVARBINARY'],
  251: ['longblob', 'LONGVARBINARY'],
  252: ['blob', 'LONGVARBINARY'],
  253: ['varchar', 'VARCHAR'],
  254: ['char', 'CHAR'],
  255: ['geometry', 'BINARY'],
};

const binaryCharset = 63;
const flags = { notNull: 1, unsigned: 32, enumeration: 256, set: 2048 } as const;

/** Texts that are binary strings when their character set is `binary`, and the other way about. */
const asText: Readonly<Record<string, readonly [string, JdbcType]>> = {
  tinyblob: ['tinytext', 'VARCHAR'],
  blob: ['text', 'LONGVARCHAR'],
  mediumblob: ['mediumtext', 'LONGVARCHAR'],
  longblob: ['longtext', 'LONGVARCHAR'],
};
const asBinary: Readonly<Record<string, readonly [string, JdbcType]>> = {
  char: ['binary', 'BINARY'],
  varchar: ['varbinary', 'VARBINARY'],
};

/** What the driver tells of a column, as it really is. */
interface WireField {
  readonly name: string;
  readonly columnType: number;
  readonly characterSet: number;
  readonly columnLength: number;
  readonly decimals: number;
  readonly flags: number;
}

/** A column of a result by what the server says of it. */
export function mysqlColumn(field: FieldPacket): ResultColumn {
  const wire = field as unknown as WireField;
  const [typeName, jdbcType] = typeOf(wire);
  const isUnsigned = (wire.flags & flags.unsigned) !== 0 && isNumber(jdbcType);
  const { precision, scale } = sizeOf(wire, jdbcType, isUnsigned);
  return {
    name: field.name,
    jdbcType,
    typeName: isUnsigned ? `${typeName} unsigned` : typeName,
    precision,
    scale,
    nullable: (wire.flags & flags.notNull) === 0,
    signed: !isUnsigned,
  };
}

function typeOf({ columnType, characterSet, flags: set }: WireField): readonly [string, JdbcType] {
  const type = types[columnType] ?? ['unknown', 'OTHER'];
  if ((set & flags.enumeration) !== 0) return ['enum', 'CHAR'];
  if ((set & flags.set) !== 0) return ['set', 'CHAR'];
  return (characterSet === binaryCharset ? asBinary : asText)[type[0]] ?? type;
}

function isNumber(type: JdbcType): boolean {
  return /^(?:TINYINT|SMALLINT|INTEGER|BIGINT|REAL|DOUBLE|DECIMAL)$/.test(type);
}

/** The length of a decimal counts its sign and its point. */
function sizeOf(
  { columnLength, decimals }: WireField,
  jdbcType: JdbcType,
  isUnsigned: boolean,
): { readonly precision: number; readonly scale: number } {
  switch (jdbcType) {
    case 'DECIMAL':
      return { precision: columnLength - (isUnsigned ? 0 : 1) - (decimals > 0 ? 1 : 0), scale: decimals };
    case 'TIME':
    case 'TIMESTAMP':
      return { precision: 0, scale: decimals > 6 ? 0 : decimals };
    case 'BIT':
      return { precision: columnLength, scale: 0 };
    default:
      return { precision: 0, scale: 0 };
  }
}

/** Whether values are bytes and not text. */
export function isBinary({ jdbcType }: ResultColumn): boolean {
  return /^(?:BIT|BINARY|VARBINARY|LONGVARBINARY)$/.test(jdbcType);
}

/** A type as the catalogue has it: `decimal`, with `decimal(10,2) unsigned`. */
export function catalogueType(
  dataType: string,
  columnType: string,
): Pick<ResultColumn, 'jdbcType' | 'typeName' | 'signed'> {
  const name = dataType.toLowerCase();
  const jdbcType = jdbcTypes.get(name) ?? (isSpatial(name) ? 'BINARY' : 'OTHER');
  const isUnsigned = /\bunsigned\b/i.test(columnType) && isNumber(jdbcType);
  const typeName = isSpatial(name) ? 'geometry' : name;
  return { jdbcType, typeName: isUnsigned ? `${typeName} unsigned` : typeName, signed: !isUnsigned };
}

function isSpatial(name: string): boolean {
  return /^(?:geometry|point|linestring|polygon|multi\w+|geom\w*collection)$/.test(name);
}

const jdbcTypes: ReadonlyMap<string, JdbcType> = new Map([
  ...Object.values(types),
  ...Object.values(asText),
  ...Object.values(asBinary),
]);
