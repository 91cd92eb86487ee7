import { quoteTable, type Database, type TableId } from '@sluice/connector-shared-sql';

/** What a user may do with a table, or with what tables are made in. */
export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'CREATE' | 'ALTER';

/** Who asks, as the database calls them. */
export async function currentUser(database: Database): Promise<string> {
  const { kind } = database.dialect;
  if (kind === 'sqlite') return 'the user of the worker';
  const { rows } = await database.query(
    `SELECT ${kind === 'postgresql' ? 'quote_ident(current_user)' : 'CURRENT_USER()'}`,
  );
  return String(rows[0]?.[0]);
}

/**
 * Those of the privileges that the user has not; for CREATE the table need not be there.
 * @throws DatabaseError
 */
export async function missingPrivileges(
  database: Database,
  table: TableId,
  wanted: readonly Privilege[],
): Promise<readonly Privilege[]> {
  if (wanted.length === 0) return [];
  switch (database.dialect.kind) {
    case 'postgresql':
      return missingInPostgres(database, table, wanted);
    case 'mysql':
    case 'mariadb':
      return missingInMysql(database, table, wanted);
    case 'sqlite':
      return missingInFile(database, wanted);
  }
}

async function missingInPostgres(
  database: Database,
  table: TableId,
  wanted: readonly Privilege[],
): Promise<readonly Privilege[]> {
  const name = quoteTable(database.dialect, table);
  const missing: Privilege[] = [];
  for (const privilege of wanted) {
    const { rows } = await database.query(...postgresQuestion(privilege, name, table.schema));
    if (rows[0]?.[0] !== 't') missing.push(privilege);
  }
  return missing;
}

function postgresQuestion(
  privilege: Privilege,
  table: string,
  schema: string | null,
): [sql: string, parameters: readonly (string | null)[]] {
  if (privilege === 'CREATE') {
    return [`SELECT has_schema_privilege(COALESCE($1, current_schema()), 'CREATE')`, [schema]];
  }
  // Only owners may alter a table.
  if (privilege === 'ALTER') {
    return [`SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass($1)`, [table]];
  }
  return ['SELECT has_table_privilege($1, $2)', [table, privilege]];
}

async function missingInMysql(
  database: Database,
  { catalog, table }: TableId,
  wanted: readonly Privilege[],
): Promise<readonly Privilege[]> {
  const { rows } = await database.query(
    `SELECT privilege_type FROM information_schema.user_privileges WHERE grantee = who.name
     UNION SELECT privilege_type FROM information_schema.schema_privileges
       WHERE grantee = who.name AND COALESCE(?, DATABASE()) LIKE table_schema
     UNION SELECT privilege_type FROM information_schema.table_privileges
       WHERE grantee = who.name AND table_schema = COALESCE(?, DATABASE()) AND table_name = ?`.replaceAll(
      'who.name',
      `CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')`,
    ),
    [catalog, catalog, table],
  );
  const granted = new Set(rows.map(([type]) => String(type).toUpperCase()));
  return wanted.filter((privilege) => !granted.has(privilege));
}

/** A file can be written or not; asking for the lock changes nothing. */
async function missingInFile(
  database: Database,
  wanted: readonly Privilege[],
): Promise<readonly Privilege[]> {
  try {
    await database.query('BEGIN IMMEDIATE');
    await database.query('ROLLBACK');
    return [];
  } catch {
    return wanted;
  }
}

/** The statement, or what comes closest to it, that gives privileges. */
export function grantText(
  database: Database,
  table: TableId,
  grant: { readonly privileges: readonly Privilege[]; readonly user: string },
): string {
  const { kind } = database.dialect;
  const { privileges, user } = grant;
  if (kind === 'sqlite') return 'Let the user of the worker write the file and its folder';
  const onTable = privileges.filter((privilege) => privilege !== 'CREATE' && privilege !== 'ALTER');
  const name = quoteTable(database.dialect, table);
  if (kind !== 'postgresql') return `GRANT ${privileges.join(', ')} ON ${name} TO ${user}`;
  const schema = table.schema === null ? 'public' : database.dialect.quote(table.schema);
  return [
    ...(onTable.length === 0 ? [] : [`GRANT ${onTable.join(', ')} ON ${name} TO ${user}`]),
    ...(privileges.includes('CREATE') ? [`GRANT CREATE ON SCHEMA ${schema} TO ${user}`] : []),
    ...(privileges.includes('ALTER') ? [`ALTER TABLE ${name} OWNER TO ${user}`] : []),
  ].join('; ');
}
