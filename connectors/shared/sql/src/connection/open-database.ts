import type { Database } from '../database/database.ts';
import type { ConnectionSettings } from './connection-settings.ts';

/**
 * Connects to a database. Its driver is loaded by the first call, not before.
 * @throws DatabaseError when it does not answer or refuses; ConfigError when a property cannot be used.
 */
export async function openDatabase(settings: ConnectionSettings): Promise<Database> {
  switch (settings.url.kind) {
    case 'postgresql':
      return (await import('../postgres/postgres-database.ts')).openPostgres(settings);
    case 'mysql':
    case 'mariadb':
      return (await import('../mysql/mysql-database.ts')).openMysql(settings);
    case 'sqlite':
      return (await import('../sqlite/sqlite-database.ts')).openSqlite(settings);
  }
}
