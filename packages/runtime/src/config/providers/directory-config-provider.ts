import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  defineConfig,
  defineConfigProvider,
  type ConfigProvider,
  type ConfigProviderContext,
  type ProvidedValues,
} from '@sluice/connect-api';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';
import { providerFailed, readProvidedText } from './provided-text.ts';

/** A folder with a file for each value, as Kubernetes mounts secrets. */
class DirectoryConfigProvider implements ConfigProvider {
  readonly #allowedPaths: AllowedPaths;
  readonly #log: ConfigProviderContext['log'];

  constructor(allowedPaths: AllowedPaths, log: ConfigProviderContext['log']) {
    this.#allowedPaths = allowedPaths;
    this.#log = log;
  }

  async get(path: string, keys: ReadonlySet<string>): Promise<ProvidedValues> {
    const folder = this.#allowedPaths.resolve(path);
    if (folder === null) return { values: new Map() };
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
    throw providerFailed(`Could not list directory ${folder}`, cause);
  }
}

/** Everything in the file, a line feed at its end too. */
async function readText(path: string, key: string): Promise<string> {
  try {
    return await readProvidedText(path);
  } catch (cause) {
    throw providerFailed(`Could not read file ${path} for property ${key}`, cause);
  }
}

/** Files of folders: `${directory:/run/secrets:password}`. */
export const directoryConfigProvider = defineConfigProvider({
  className: 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
  version: '4.3.0',
  summary: 'Files in folders, each a value: `${directory:/path/to/folder:file}`.',
  config: defineConfig({ 'allowed.paths': allowedPathsKey }),
  createProvider: (config, { log }) =>
    new DirectoryConfigProvider(new AllowedPaths(config['allowed.paths'], log), log),
});
