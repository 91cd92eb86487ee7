/** The names by which schemas declare a logical type. */
export const logicalNames = {
  decimal: 'org.apache.kafka.connect.data.Decimal',
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
} as const;

/** A logical type: how the values of a schema differ from what its type says. */
export type LogicalType = 'Decimal' | 'Date' | 'Time' | 'Timestamp';

const byName: ReadonlyMap<string, LogicalType> = new Map([
  [logicalNames.decimal, 'Decimal'],
  [logicalNames.date, 'Date'],
  [logicalNames.time, 'Time'],
  [logicalNames.timestamp, 'Timestamp'],
]);

/** The logical type that a schema's name stands for, whatever the schema's type; `null` when it is none. */
export function logicalTypeOf(schema: { readonly name: string | null }): LogicalType | null {
  return schema.name === null ? null : (byName.get(schema.name) ?? null);
}
