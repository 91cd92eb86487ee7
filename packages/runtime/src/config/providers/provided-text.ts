import { readFile } from 'node:fs/promises';
import { ConfigError } from '@sluice/connect-api';

/** Files that values come from are UTF-8, unlike those of the command line. A byte order mark is a part of the text. */
export async function readProvidedText(path: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
}

/** @param what - what was not possible, with the path and never with a value. */
export function providerFailed(what: string, cause: unknown): ConfigError {
  return new ConfigError(`${what}: ${(cause as Error).message}`, { code: 'CONFIG_PROVIDER_FAILED', cause });
}
