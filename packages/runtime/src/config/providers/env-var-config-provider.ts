import {
  ConfigError,
  defineConfig,
  defineConfigProvider,
  formatInvalidConfigValue,
  string,
  type ConfigProvider,
  type ProvidedValues,
  type Validator,
} from '@sluice/connect-api';
import { wholePattern } from '../whole-pattern.ts';

/** The environment as it was when the provider was made. */
class EnvVarConfigProvider implements ConfigProvider {
  readonly #variables: ReadonlyMap<string, string>;

  constructor(pattern: RegExp, environment: NodeJS.ProcessEnv = process.env) {
    const allowed = Object.entries(environment).filter(([name]) => pattern.test(name));
    this.#variables = new Map(allowed as [string, string][]);
  }

  get(path: string, keys: ReadonlySet<string>): ProvidedValues {
    if (path !== '') {
      throw new ConfigError(`Path is not supported for EnvVarConfigProvider, invalid value '${path}'`, {
        code: 'CONFIG_PROVIDER_FAILED',
      });
    }
    return { values: new Map([...this.#variables].filter(([name]) => keys.has(name))) };
  }
}

const validPattern: Validator<string> = {
  describe: () => 'valid regular expression',
  check: ({ key, value }) => {
    try {
      wholePattern(value as string);
      return null;
    } catch (error) {
      return formatInvalidConfigValue({ key, value, reason: `Invalid regex: ${(error as Error).message}` });
    }
  },
};

/** Variables of the environment: `${env:PASSWORD}`. */
export const envVarConfigProvider = defineConfigProvider({
  className: 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
  version: '4.3.0',
  summary: 'Environment variables of the worker: `${env:NAME}`.',
  config: defineConfig({
    'allowlist.pattern': string({
      doc: 'Regular expression that the whole name of a variable must match; others count as not set.',
      importance: 'low',
      default: '.*',
      validator: validPattern,
    }),
  }),
  createProvider: (config) => new EnvVarConfigProvider(wholePattern(config['allowlist.pattern'])),
});
