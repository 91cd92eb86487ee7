import {
  defineConfig,
  defineConfigProvider,
  type ConfigProvider,
  type ProvidedValues,
} from '@sluice/connect-api';
import { parsePropertiesText } from '../properties/parse-properties.ts';
import { AllowedPaths, allowedPathsKey } from './allowed-paths.ts';
import { providerFailed, readProvidedText } from './provided-text.ts';

/** Reads the file anew each time, so that a value that was changed in it counts from the next start on. */
class FileConfigProvider implements ConfigProvider {
  readonly #allowedPaths: AllowedPaths;

  constructor(allowedPaths: AllowedPaths) {
    this.#allowedPaths = allowedPaths;
  }

  async get(path: string, keys: ReadonlySet<string>): Promise<ProvidedValues> {
    const file = this.#allowedPaths.resolve(path);
    if (file === null) return { values: new Map() };
    const entries = Object.entries(await readPropertiesFile(file));
    return { values: new Map(entries.filter(([key]) => keys.has(key))) };
  }
}

async function readPropertiesFile(path: string): Promise<Record<string, string>> {
  try {
    return parsePropertiesText(await readProvidedText(path));
  } catch (cause) {
    throw providerFailed(`Could not read properties from file ${path}`, cause);
  }
}

/** Keys of properties files: `${file:/etc/secrets.properties:password}`. */
export const fileConfigProvider = defineConfigProvider({
  className: 'org.apache.kafka.common.config.provider.FileConfigProvider',
  version: '4.3.0',
  summary: 'Values of keys in properties files (UTF-8): `${file:/path/to/file.properties:key}`.',
  config: defineConfig({ 'allowed.paths': allowedPathsKey }),
  createProvider: (config, { log }) => new FileConfigProvider(new AllowedPaths(config['allowed.paths'], log)),
});
