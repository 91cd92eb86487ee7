import { existsSync, readdirSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { defaultDataFolder } from './dev-arguments.ts';

/** The pipelines that `sluice dev` runs when it is given none. */
export interface Example {
  readonly files: readonly string[];
  readonly topics: readonly string[];
  /** Where the sinks write. */
  readonly filesFolder: string;
  readonly database: string;
}

type Config = Readonly<Record<string, string | null>>;

/** The example with logs and metrics of this machine; `null` where Sluice was installed without examples. */
export function findExample(dataFolder: string): Example | null {
  const packageJson = findPackageJSON(import.meta.url);
  if (packageJson === undefined) return null;
  const folder = join(dirname(packageJson), '../../examples/this-machine');
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return {
    // Topics are there before somebody reads them.
    files: names
      .toSorted((a, b) => Number(a.includes('-to-')) - Number(b.includes('-to-')))
      .map((name) => join(folder, name)),
    topics: ['machine-logs', 'machine-metrics'],
    filesFolder: join(dataFolder, 'files'),
    database: join(dataFolder, 'machine.db'),
  };
}

/** The example names the folder where `sluice dev` keeps its data by default: here it is the one that it really is. */
export function inDataFolder(config: Config, dataFolder: string): Config {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      value?.replaceAll(defaultDataFolder, () => dataFolder) ?? null,
    ]),
  );
}
