import { hidden, Password } from '../../settings/password.ts';
import { invalidValue, SettingsError } from '../../settings/settings-error.ts';
import { parseJaasConfig, type JaasConfig } from './jaas-config.ts';

export interface Credentials {
  readonly username: string;
  readonly password: Password;
}

/** @throws SettingsError that says what is wrong with `sasl.jaas.config`. */
export function refuseJaas(rule: string): never {
  throw new SettingsError([invalidValue('sasl.jaas.config', hidden, rule)]);
}

/**
 * The login module in `sasl.jaas.config`, which must be that of the mechanism.
 * @throws SettingsError
 */
export function loginModule(config: Password | null, className: string, mechanism: string): JaasConfig {
  if (config === null) {
    const example = `${className} required username="…" password="…";`;
    throw new SettingsError([
      {
        key: 'sasl.jaas.config',
        value: null,
        message: `Missing required configuration "sasl.jaas.config": sasl.mechanism=${mechanism} needs ${example}`,
      },
    ]);
  }
  const jaas = parseJaasConfig(config);
  if (jaas.loginModule === className) return jaas;
  return refuseJaas(`The login module of sasl.mechanism=${mechanism} is ${className}`);
}

/** @throws SettingsError when name or password is missing. */
export function credentialsIn({ options }: JaasConfig): Credentials {
  const { username, password } = options;
  if (username === undefined || username === '') return refuseJaas('The option username is missing');
  if (password === undefined || password === '') return refuseJaas('The option password is missing');
  return { username, password: new Password(password) };
}
