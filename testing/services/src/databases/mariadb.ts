import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { aptPackage } from '../packages/apt.ts';
import { DatabaseServer, runStep } from './database-server.ts';

/** What MariaDB and MySQL are both started with. */
export const commonServerOptions = [
  '--bind-address=127.0.0.1',
  '--server-id=1',
  '--log-bin=binlog',
  '--binlog-format=ROW',
  '--binlog-row-image=FULL',
  '--innodb-buffer-pool-size=32M',
  '--innodb-flush-log-at-trx-commit=2',
  '--sync-binlog=0',
  '--performance-schema=OFF',
  '--skip-name-resolve',
  '--max-connections=50',
];

/** The user that may do everything, in both. */
export const administrator = { user: 'admin', password: 'secret' };

export const asRoot: readonly string[] = process.getuid?.() === 0 ? ['--user=root'] : [];

/** A new MariaDB of Debian. Further options of the server may be given, e.g. `--ssl-cert=…`. */
export function startMariadb(options: readonly string[] = []): Promise<DatabaseServer> {
  return DatabaseServer.start({
    name: 'MariaDB',
    ...administrator,
    stopSignal: 'SIGTERM',
    jdbcUrl: (port, database) => `jdbc:mariadb://127.0.0.1:${port}/${database}`,
    prepare: async (folder) => {
      const server = await aptPackage('mariadb-server', 'mariadbd');
      const installer = await aptPackage('mariadb-server', 'mariadb-install-db');
      const data = join(folder, 'data');
      await runStep([
        installer,
        ...['--no-defaults', ...asRoot, `--datadir=${data}`, '--auth-root-authentication-method=normal'],
        ...['--skip-test-db', '--skip-name-resolve', `--basedir=${dirname(dirname(installer))}`],
      ]);
      const statements = join(folder, 'init.sql');
      await writeFile(
        statements,
        `CREATE USER IF NOT EXISTS '${administrator.user}'@'%' IDENTIFIED BY '${administrator.password}';\n` +
          `GRANT ALL ON *.* TO '${administrator.user}'@'%' WITH GRANT OPTION;\n`,
      );
      return (port) => [
        ...[server, '--no-defaults', ...asRoot, `--datadir=${data}`, `--port=${port}`],
        ...[`--socket=${join(folder, 'm.sock')}`, `--pid-file=${join(folder, 'm.pid')}`],
        ...[`--init-file=${statements}`, '--binlog-row-metadata=FULL', '--innodb-log-file-size=16M'],
        ...commonServerOptions,
        ...options,
      ];
    },
  });
}
