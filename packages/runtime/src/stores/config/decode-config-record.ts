import type { TargetState } from '../../states.ts';
import {
  decodeRecordValue,
  integerIn,
  isFields,
  textIn,
  type RecordFields,
  type RecordValue,
} from '../record-json.ts';
import { parseConfigKey, type ConfigKey } from './config-keys.ts';
import type { ConfigRecord, StoredConfig } from './config-record.ts';

/** What was read; or why it says nothing, and whether it counts for the offset up to which the topic is known. */
export type DecodedConfigRecord =
  | { readonly record: ConfigRecord }
  | { readonly record: null; readonly problem: string; readonly isCounted: boolean };

/** Thrown by what reads fields; caught here. */
class Unusable extends Error {}

export function decodeConfigRecord(key: Buffer | null, value: Buffer | null): DecodedConfigRecord {
  const decoded = decodeRecordValue(value);
  if (decoded.kind === 'unreadable')
    return { record: null, problem: 'its value is no JSON', isCounted: false };
  const about = parseConfigKey(key?.toString('utf8') ?? '');
  if (about === null) return { record: null, problem: 'its key is none that is known', isCounted: true };
  try {
    return { record: read(about, decoded) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { record: null, problem: error.message, isCounted: true };
  }
}

function read(about: ConfigKey, value: RecordValue): ConfigRecord {
  if (value.kind === 'deleted') return readDeletion(about);
  if (value.kind !== 'fields') throw new Unusable('its value is no object');
  return readFields(about, value.fields);
}

/** Only connectors and what is wanted of them are ever deleted. */
function readDeletion(about: ConfigKey): ConfigRecord {
  if (about.kind === 'connector') return { ...about, kind: 'connector', config: null };
  if (about.kind === 'target-state') return { ...about, kind: 'target-state', state: null };
  throw new Unusable('its value is null');
}

const readers: {
  readonly [K in ConfigKey['kind']]: (
    about: Extract<ConfigKey, { readonly kind: K }>,
    fields: RecordFields,
  ) => ConfigRecord;
} = {
  connector: ({ name }, fields) => ({ kind: 'connector', name, config: configIn(fields) }),
  task: ({ id }, fields) => ({ kind: 'task', id, config: configIn(fields) }),
  commit: ({ name }, fields) => ({ kind: 'commit', name, taskCount: countIn(fields, 'tasks') }),
  'target-state': ({ name }, fields) => ({ kind: 'target-state', name, state: stateIn(fields) }),
  'fenced-tasks': ({ name }, fields) => ({
    kind: 'fenced-tasks',
    name,
    taskCount: countIn(fields, 'task-count'),
  }),
  'session-key': (_, fields) => ({
    kind: 'session-key',
    sessionKey: {
      key: keyIn(fields),
      algorithm: required(textIn(fields, 'algorithm'), 'algorithm'),
      createdMs: required(integerIn(fields, 'creation-timestamp'), 'creation-timestamp'),
    },
  }),
  restart: ({ name }, fields) => ({
    kind: 'restart',
    restart: {
      connector: name,
      includeTasks: fields['include-tasks'] === true,
      onlyFailed: fields['only-failed'] === true,
    },
  }),
  'log-level': ({ namespace }, fields) => ({
    kind: 'log-level',
    namespace,
    level: required(textIn(fields, 'level'), 'level'),
  }),
};

function readFields(about: ConfigKey, fields: RecordFields): ConfigRecord {
  const reader = readers[about.kind] as (about: ConfigKey, fields: RecordFields) => ConfigRecord;
  return reader(about, fields);
}

function configIn(fields: RecordFields): StoredConfig {
  const { properties } = fields;
  if (!isFields(properties)) throw new Unusable('its properties are no object');
  const wrong = Object.keys(properties).find((name) => !isText(properties[name]));
  if (wrong !== undefined) throw new Unusable(`property ${wrong} is neither text nor null`);
  return properties as StoredConfig;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

/** STOPPED came later than the others, and is written as PAUSED too for workers that do not know it. */
function stateIn(fields: RecordFields): TargetState {
  const state = [fields['state.v2'], fields['state']].find(isTargetState);
  return required(state ?? null, 'state');
}

function isTargetState(value: unknown): value is TargetState {
  return value === 'STARTED' || value === 'PAUSED' || value === 'STOPPED';
}

function countIn(fields: RecordFields, name: string): number {
  const count = required(integerIn(fields, name), name);
  if (count < 0) throw new Unusable(`its ${name} is negative`);
  return count;
}

function keyIn(fields: RecordFields): Buffer {
  return Buffer.from(required(textIn(fields, 'key'), 'key'), 'base64');
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new Unusable(`its ${name} is missing or of another type`);
  return value;
}
