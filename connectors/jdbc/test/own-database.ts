import { Password } from '@sluice/connect-api';
import { openDatabase, parseJdbcUrl, type Database } from '@sluice/connector-shared-sql';

/** A server that several test files share. */
export interface ServerAddress {
  readonly user: string;
  readonly password: string;
  /** Begins as the URL of any of its databases does. */
  readonly jdbcUrl: string;
}

/** A database for one test file in a server that all share. */
export interface OwnDatabase {
  readonly jdbcUrl: string;
  readonly user: string;
  readonly password: string;
  /** The keys that lead there. */
  readonly config: Readonly<Record<string, string>>;
  /** A connection of the test itself. */
  readonly database: Database;
  connect(user?: string, password?: string): Promise<Database>;
  /** Removes the database. */
  close(): Promise<void>;
}

export async function ownDatabase(address: ServerAddress, name: string): Promise<OwnDatabase> {
  const isPostgres = address.jdbcUrl.startsWith('jdbc:postgresql:');
  const connect = (database: string, user = address.user, password = address.password): Promise<Database> =>
    openDatabase({
      url: parseJdbcUrl(address.jdbcUrl + database),
      user,
      password: new Password(password),
      timeZone: 'UTC',
      applicationName: 'test',
    });
  const own = `${name}_${process.pid}`;
  const home = await connect(isPostgres ? 'postgres' : 'mysql');
  await home.query(`CREATE DATABASE ${own}`);
  const database = await connect(own);
  const { user, password } = address;
  const jdbcUrl = address.jdbcUrl + own;
  return {
    jdbcUrl,
    user,
    password,
    config: { 'connection.url': jdbcUrl, 'connection.user': user, 'connection.password': password },
    database,
    connect: (asUser, itsPassword) => connect(own, asUser, itsPassword),
    close: async () => {
      await database.close();
      await home.query(`DROP DATABASE ${own}${isPostgres ? ' WITH (FORCE)' : ''}`);
      await home.close();
    },
  };
}
