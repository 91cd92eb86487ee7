import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ConfigError,
  defineConfig,
  defineConfigProvider,
  type ConfigProvider,
  type ConfigProviderContext,
  type ProvidedValues,
} from '@sluice/connect-api';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';

/** A folder with a file for each value, as Kubernetes mounts secrets. */
class DirectoryConfigProvider implements ConfigProvider {
  readonly #allowedPaths: AllowedPaths;
  readonly #log: ConfigProviderContext['log'];

  constructor(allowedPaths: AllowedPaths, log: ConfigProviderContext['log']) {
    this.#allowedPaths = allowedPaths;
    this.#log = log;
  }

  async get(path: string, keys: ReadonlySet<string>): Promise<ProvidedValues> {
    if (path === '') return { values: new Map() };
    const folder = this.#allowedPaths.check(path);
    if (folder === null) {
      this.#log.warn({ path }, 'The path is not within allowed.paths; references to it stay as they are');
      return { values: new Map() };
    }
    if (!(await isOf('isDirectory', folder))) {
      this.#log.warn({ path }, 'The path is no directory; references to it stay as they are');
      return { values: new Map() };
    }
    const values = new Map<string, string>();
    // Only names that are in the folder: a key cannot lead out of it.
    for (const name of await list(folder)) {
      const file = join(folder, name);
      if (keys.has(name) && (await isOf('isFile', file))) values.set(name, await readText(file, name));
    }
    return { values };
  }
}

async function isOf(kind: 'isDirectory' | 'isFile', path: string): Promise<boolean> {
  try {
    return (await stat(path))[kind]();
  } catch {
    return false;
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw failed(`Could not list directory ${folder}`, cause);
  }
}

/** Everything in the file, a line feed at its end too. */
async function readText(path: string, key: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw failed(`Could not read file ${path} for property ${key}`, cause);
  }
}

function failed(what: string, cause: unknown): ConfigError {
  return new ConfigError(`${what}: ${(cause as Error).message}`, { code: 'CONFIG_PROVIDER_FAILED', cause });
}

/** Files of folders: `${directory:/run/secrets:password}`. */
export const directoryConfigProvider = defineConfigProvider({
  className: 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
  version: '4.3.0',
  summary: 'Files in folders, each a value: `${directory:/path/to/folder:file}`.',
  config: defineConfig({ 'allowed.paths': allowedPathsKey }),
  createProvider: (config, { log }) =>
    new DirectoryConfigProvider(new AllowedPaths(config['allowed.paths']), log),
});
