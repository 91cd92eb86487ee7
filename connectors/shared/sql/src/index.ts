export { defaultConnectTimeoutMs, type ConnectionSettings } from './connection/connection-settings.ts';
export { parseJdbcUrl, type HostAndPort, type JdbcUrl } from './connection/jdbc-url.ts';
export { openDatabase } from './connection/open-database.ts';
export {
  inTransaction,
  type Database,
  type IsolationLevel,
  type SqlCursor,
  type SqlParameter,
  type SqlResult,
  type SqlRow,
  type SqlValue,
  type TransactionOptions,
} from './database/database.ts';
export {
  databaseError,
  faultOf,
  type DatabaseError,
  type DriverComplaint,
} from './database/database-error.ts';
export { isPassing, type DatabaseFault } from './database/database-fault.ts';
export { primaryKeyOf, type Column, type JdbcType, type ResultColumn } from './dialect/column.ts';
export {
  matchesLike,
  quoteTable,
  type DatabaseKind,
  type Dialect,
  type TableFilter,
} from './dialect/dialect.ts';
export { formatTableId, partsOf, sameTable, splitName, type TableId } from './dialect/table-id.ts';
export { mapColumn, readerOf, type FieldMapping } from './mapping/column-decoder.ts';
export type { InstantReader } from './mapping/decode-time.ts';
export type { FieldKind } from './mapping/field-kind.ts';
export { Misfit } from './mapping/misfit.ts';
export type {
  MappingOptions,
  NumericMapping,
  TimestampGranularity,
  ZeroDates,
} from './mapping/mapping-options.ts';
export {
  compareInstants,
  formatInstant,
  parseInstant,
  type CalendarSystem,
  type InstantOptions,
  type SqlInstant,
} from './time/sql-instant.ts';
export { TimeZone } from './time/time-zone.ts';
export { parseShortInteger } from './mapping/short-integer.ts';
