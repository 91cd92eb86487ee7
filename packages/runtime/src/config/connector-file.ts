import { ConfigError } from '@sluice/connect-api';
import type { SubmittedConfig } from '../herder/herder.ts';
import type { TargetState } from '../states.ts';
import { parseProperties } from './properties/parse-properties.ts';

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
 * `name`, `config` and `initial_state` as REST takes it (KIP-980), or properties.
 * @throws ConfigError naming the file.
 */
export function parseConnectorFile(path: string, bytes: Uint8Array): ConnectorFile {
  const { object, problem } = parseJsonObject(bytes);
  if (object === null) return flatFile(path, readProperties(path, bytes), problem);
  if (isObject(object['config'])) return nestedFile(path, object);
  return flatFile(path, textValues(path, object));
}

/** @param jsonProblem - why it is no JSON, when it looks like some. */
function flatFile(path: string, config: SubmittedConfig, jsonProblem: string | null = null): ConnectorFile {
  const name = config['name'];
  if (name === undefined || name === null) throw nameless(path, jsonProblem);
  return { name, config };
}

function nestedFile(path: string, object: Readonly<Record<string, unknown>>): ConnectorFile {
  const { name } = textValues(path, { name: object['name'] ?? null });
  if (name === undefined || name === null) throw nameless(path);
  const config = textValues(path, object['config'] as Record<string, unknown>);
  if ((config['name'] ?? name) !== name) {
    throw invalid(
      `Connector name configuration in 'config' doesn't match the one specified in 'name' at '${path}'`,
    );
  }
  const initialState = initialStateOf(path, object['initial_state'] ?? null);
  const file = { name, config: { ...config, name } };
  return initialState === null ? file : { ...file, initialState };
}

function initialStateOf(path: string, state: unknown): TargetState | null {
  if (state === null) return null;
  const initialState = typeof state === 'string' ? initialStates[state.toLowerCase()] : undefined;
  if (initialState !== undefined) return initialState;
  throw invalid(
    `'initial_state' at '${path}' must be running, paused or stopped, not ${JSON.stringify(state)}`,
  );
}

interface JsonReading {
  readonly object: Record<string, unknown> | null;
  /** Why it is no JSON object, when it looks like one. */
  readonly problem: string | null;
}

function parseJsonObject(bytes: Uint8Array): JsonReading {
  const keepNumberText = (_key: string, value: unknown, ...rest: unknown[]): unknown =>
    typeof value === 'number' ? (rest[0] as { source: string }).source : value;
  const text = new TextDecoder().decode(bytes);
  try {
    const parsed = JSON.parse(text, keepNumberText) as unknown;
    if (isObject(parsed)) return { object: parsed, problem: null };
    return { object: null, problem: Array.isArray(parsed) ? 'it is an array' : null };
  } catch (error) {
    return { object: null, problem: /^\s*[[{]/.test(text) ? withoutExcerpt((error as Error).message) : null };
  }
}

/** A message of JSON.parse without the piece of the file that it quotes, which may hold a secret. */
function withoutExcerpt(message: string): string {
  return message.replace(/, (?:\.\.\.)?"[^]*$/, '').replace(/^"[^]*$/, 'it is not complete');
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

function nameless(path: string, jsonProblem: string | null = null): ConfigError {
  const why = jsonProblem === null ? '' : `; it looks like JSON, which it is not: ${jsonProblem}`;
  return invalid(`Connector configuration at '${path}' is missing the mandatory 'name' configuration${why}`);
}

function invalid(message: string): ConfigError {
  return new ConfigError(message, { code: 'CONNECTOR_FILE_INVALID' });
}
