import { readFileSync } from 'node:fs';
import { ConfigError } from '@sluice/connect-api';
import { parseProperties } from '@sluice/runtime';

/**
 * Reads the properties file of a worker.
 * @throws ConfigError naming the file, and the line where it breaks the rules of the format.
 */
export function readPropertiesFile(path: string): Record<string, string> {
  const bytes = readBytes(path);
  try {
    return parseProperties(bytes);
  } catch (cause) {
    throw new ConfigError(`The worker file ${path} is no properties file: ${(cause as Error).message}`, {
      code: 'CONFIG_FILE_INVALID',
      cause,
    });
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ConfigError(`The worker file ${path} cannot be read: ${(cause as Error).message}`, {
      code: 'CONFIG_FILE_UNREADABLE',
      cause,
    });
  }
}
