import { readFileSync } from 'node:fs';
import { ConfigError } from '@sluice/connect-api';
import { parseProperties, type LoginModule } from '@sluice/runtime';
import { isSamePassword, type Credentials } from './credentials.ts';

/** Says whether somebody is who they say. */
export type Login = (credentials: Credentials | null) => boolean;

export const propertyFileLoginModule =
  'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';

/** A file with passwords by users, and what it means. */
export interface PropertyFileLogin {
  readonly path: string;
  /** Whether there is nobody in it, so that everybody is let in. */
  readonly isOpen: boolean;
  readonly login: Login;
}

/**
 * Reads the file that the option `file` names: properties of the form `user=password`.
 * @throws ConfigError when it is not given or cannot be read.
 */
export function propertyFileLogin({ options }: LoginModule): PropertyFileLogin {
  const path = options['file'] ?? '';
  if (path === '') {
    throw new ConfigError('Property Credentials file not specified: PropertyFileLoginModule needs file="…"', {
      code: 'CONFIG_VALUE_INVALID',
    });
  }
  const passwords = new Map(Object.entries(readCredentials(path)));
  return {
    path,
    isOpen: passwords.size === 0,
    login: (credentials) => {
      if (passwords.size === 0) return true;
      const password = credentials === null ? undefined : passwords.get(credentials.user);
      const isRight = isSamePassword(credentials?.password ?? '', password ?? '');
      return isRight && password !== undefined;
    },
  };
}

function readCredentials(path: string): Record<string, string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ConfigError(`Error loading Property Credentials file ${path}: ${(cause as Error).message}`, {
      code: 'CONFIG_VALUE_INVALID',
      cause,
    });
  }
  return parseProperties(bytes);
}
