import { ConfigError } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { TargetState } from '../herder/states.ts';
import { parseProperties } from './properties.ts';

/** What a connector file of the command line asks for. */
export interface ConnectorFile {
  readonly name: string;
  readonly config: SubmittedConfig;
  readonly initialState?: TargetState;
}

const initialStates: Readonly<Record<string, TargetState>> = {
  running: 'STARTED',
  paused: 'PAUSED',
  stopped: 'STOPPED',
};

/**
 * Reads a connector file in one of its three forms, whatever its name: a flat JSON object, a JSON object with
 * `name`, `config` and `initial_state` as REST takes it, or properties.
 * @throws ConfigError naming the file.
 */
export function parseConnectorFile(path: string, bytes: Uint8Array): ConnectorFile {
  const object = parseJsonObject(bytes);
  if (object === null) return flatFile(path, readProperties(path, bytes));
  const { config } = object;
  if (typeof object['name'] === 'string' && isObject(config)) return nestedFile(path, object['name'], object);
  return flatFile(path, textValues(path, object));
}

function flatFile(path: string, config: SubmittedConfig): ConnectorFile {
  const name = config['name'];
  if (name === undefined || name === null) {
    throw invalid(`Connector configuration at '${path}' is missing the mandatory 'name' configuration`);
  }
  return { name, config };
}

function nestedFile(path: string, name: string, object: Readonly<Record<string, unknown>>): ConnectorFile {
  const config = textValues(path, object['config'] as Record<string, unknown>);
  if ((config['name'] ?? name) !== name) {
    throw invalid(
      `Connector name configuration in 'config' doesn't match the one specified in 'name' at '${path}'`,
    );
  }
  const file = { name, config: { ...config, name } };
  const state = object['initial_state'];
  if (state === undefined || state === null) return file;
  const initialState = typeof state === 'string' ? initialStates[state.toLowerCase()] : undefined;
  if (initialState === undefined) {
    throw invalid(
      `'initial_state' at '${path}' must be running, paused or stopped, not ${JSON.stringify(state)}`,
    );
  }
  return { ...file, initialState };
}

function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | null {
  const keepNumberText = (_key: string, value: unknown, ...rest: unknown[]): unknown =>
    typeof value === 'number' ? (rest[0] as { source: string }).source : value;
  try {
    const parsed = JSON.parse(Buffer.from(bytes).toString('utf8'), keepNumberText) as unknown;
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textValues(path: string, object: Readonly<Record<string, unknown>>): SubmittedConfig {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (typeof value === 'object' && value !== null) {
        throw invalid(`The value of '${key}' at '${path}' must be text, a number, a boolean or null`);
      }
      return [key, value === null ? null : `${value as string | boolean}`];
    }),
  );
}

function readProperties(path: string, bytes: Uint8Array): SubmittedConfig {
  try {
    return parseProperties(bytes);
  } catch (error) {
    throw invalid(`Connector configuration at '${path}' cannot be read: ${(error as Error).message}`);
  }
}

function invalid(message: string): ConfigError {
  return new ConfigError(message, { code: 'CONNECTOR_FILE_INVALID' });
}
