import { readFile } from 'node:fs/promises';
import {
  ConfigError,
  defineConfig,
  defineConfigProvider,
  type ConfigProvider,
  type ConfigProviderContext,
  type ProvidedValues,
} from '@sluice/connect-api';
import { parsePropertiesText } from '../properties/parse-properties.ts';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';

/** Reads the file anew each time, so that a value that was changed in it counts from the next start on. */
class FileConfigProvider implements ConfigProvider {
  readonly #allowedPaths: AllowedPaths;
  readonly #log: ConfigProviderContext['log'];

  constructor(allowedPaths: AllowedPaths, log: ConfigProviderContext['log']) {
    this.#allowedPaths = allowedPaths;
    this.#log = log;
  }

  async get(path: string, keys: ReadonlySet<string>): Promise<ProvidedValues> {
    if (path === '') return { values: new Map() };
    const allowed = this.#allowedPaths.check(path);
    if (allowed === null) {
      this.#log.warn({ path }, 'The path is not within allowed.paths; references to it stay as they are');
      return { values: new Map() };
    }
    const entries = Object.entries(await readPropertiesFile(allowed));
    return { values: new Map(entries.filter(([key]) => keys.has(key))) };
  }
}

/** Unlike the files of the command line, these are UTF-8. */
async function readPropertiesFile(path: string): Promise<Record<string, string>> {
  try {
    const bytes = await readFile(path);
    return parsePropertiesText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new ConfigError(`Could not read properties from file ${path}: ${(cause as Error).message}`, {
      code: 'CONFIG_PROVIDER_FAILED',
      cause,
    });
  }
}

/** Keys of properties files: `${file:/etc/secrets.properties:password}`. */
export const fileConfigProvider = defineConfigProvider({
  className: 'org.apache.kafka.common.config.provider.FileConfigProvider',
  version: '4.3.0',
  summary: 'Values of keys in properties files (UTF-8): `${file:/path/to/file.properties:key}`.',
  config: defineConfig({ 'allowed.paths': allowedPathsKey }),
  createProvider: (config, { log }) => new FileConfigProvider(new AllowedPaths(config['allowed.paths']), log),
});
