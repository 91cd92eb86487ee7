import type { JdbcType } from '../dialect/column.ts';

/** Numbers of built-in types that never change: see `pg_type.dat`. */
const builtIn: Readonly<Record<number, readonly [typeName: string, jdbcType: JdbcType]>> = {
  16: ['bool', 'BIT'],
  17: ['bytea', 'BINARY'],
  18: ['char', 'CHAR'],
  19: ['name', 'VARCHAR'],
  20: ['int8', 'BIGINT'],
  21: ['int2', 'SMALLINT'],
  23: ['int4', 'INTEGER'],
  25: ['text', 'VARCHAR'],
  26: ['oid', 'BIGINT'],
  114: ['json', 'OTHER'],
  142: ['xml', 'SQLXML'],
  700: ['float4', 'REAL'],
  701: ['float8', 'DOUBLE'],
  790: ['money', 'DOUBLE'],
  1042: ['bpchar', 'CHAR'],
  1043: ['varchar', 'VARCHAR'],
  1082: ['date', 'DATE'],
  1083: ['time', 'TIME'],
  1114: ['timestamp', 'TIMESTAMP'],
  1184: ['timestamptz', 'TIMESTAMP'],
  1266: ['timetz', 'TIME'],
  1560: ['bit', 'BIT'],
  1562: ['varbit', 'OTHER'],
  1700: ['numeric', 'NUMERIC'],
  2950: ['uuid', 'OTHER'],
  3802: ['jsonb', 'OTHER'],
};

export interface PostgresType {
  readonly typeName: string;
  readonly jdbcType: JdbcType;
}

/** A type that is built in, by its number; `null` for all others. */
export function builtInType(oid: number): PostgresType | null {
  const [typeName, jdbcType] = builtIn[oid] ?? [];
  return typeName === undefined || jdbcType === undefined ? null : { typeName, jdbcType };
}

/** A type of its own: `kind` is `typtype` of the catalogue. Java's driver takes enumerations for texts. */
export function ownType(typeName: string, kind: string): PostgresType {
  return { typeName, jdbcType: kind === 'e' ? 'VARCHAR' : 'OTHER' };
}

/** Precision and scale in the modifier of a type (`atttypmod`); zeros when it has none. */
export function modifierOf(typeName: string, modifier: number): { precision: number; scale: number } {
  if (typeName === 'numeric') return modifier < 4 ? none : numericModifier(modifier - 4);
  if (typeName === 'bool') return { precision: 1, scale: 0 };
  if (/^(?:bpchar|varchar)$/.test(typeName)) return { precision: Math.max(0, modifier - 4), scale: 0 };
  if (/^(?:bit|varbit)$/.test(typeName)) return { precision: Math.max(0, modifier), scale: 0 };
  if (typeName.startsWith('time')) return { precision: 0, scale: modifier < 0 ? 6 : modifier };
  return none;
}

const none = { precision: 0, scale: 0 } as const;

/** The scale has 11 bits, the highest of which is its sign: since version 15 it may be negative. */
function numericModifier(packed: number): { precision: number; scale: number } {
  const scale = packed & 0x7ff;
  return { precision: (packed >> 16) & 0xffff, scale: scale > 1023 ? scale - 2048 : scale };
}
