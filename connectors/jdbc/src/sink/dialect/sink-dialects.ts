import type { DatabaseKind } from '@sluice/connector-shared-sql';
import { mysqlSink } from './mysql-dialect.ts';
import { postgresSink } from './postgres-dialect.ts';
import type { SinkDialect } from './sink-dialect.ts';
import { sqliteSink } from './sqlite-dialect.ts';

/** By the kind of database. */
export const sinkDialects: Readonly<Record<DatabaseKind, SinkDialect>> = {
  postgresql: postgresSink,
  mysql: mysqlSink('mysql'),
  mariadb: mysqlSink('mariadb'),
  sqlite: sqliteSink,
};
