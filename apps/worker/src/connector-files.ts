import { readFileSync } from 'node:fs';
import { ConfigError } from '@sluice/connect-api';
import {
  parseConnectorFile,
  type ConnectorFile,
  type StandaloneHerder,
  type WorkerLog,
} from '@sluice/runtime';

/**
 * Creates the connectors of the command line one after the other, waiting for each to start; the first failure
 * ends it.
 * @throws whatever reading the file or creating the connector throws.
 */
export async function createConnectors(
  paths: readonly string[],
  herder: StandaloneHerder,
  log: WorkerLog,
): Promise<void> {
  for (const path of paths) {
    try {
      const { name, config, initialState } = readConnectorFile(path);
      const request = { name, config, allowReplace: false };
      await herder.putConnector(initialState === undefined ? request : { ...request, initialState });
      log.info({ connector: name, file: path }, `Created connector ${name}`);
    } catch (error) {
      log.error({ err: error, file: path }, `Failed to create connector for ${path}`);
      throw error;
    }
  }
}

/** @throws ConfigError when it cannot be read or understood. */
export function readConnectorFile(path: string): ConnectorFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ConfigError(`The connector file ${path} cannot be read: ${(error as Error).message}`, {
      code: 'CONFIG_FILE_UNREADABLE',
      cause: error,
    });
  }
  return parseConnectorFile(path, bytes);
}
