import { encodeRecordValue, type RecordFields } from '../record-json.ts';
import { formatConfigKey, formatLogLevelKey, formatTaskKey, sessionKeyKey } from './config-keys.ts';
import type { ConfigRecord } from './config-record.ts';

export interface EncodedRecord {
  readonly key: string;
  /** `null` deletes the key. */
  readonly value: string | null;
}

/** Byte for byte as Java writes it. */
export function encodeConfigRecord(record: ConfigRecord): EncodedRecord {
  const fields = fieldsOf(record);
  return { key: keyOf(record), value: fields === null ? null : encodeRecordValue(fields) };
}

function keyOf(record: ConfigRecord): string {
  switch (record.kind) {
    case 'task':
      return formatTaskKey(record.id);
    case 'session-key':
      return sessionKeyKey;
    case 'log-level':
      return formatLogLevelKey(record.namespace);
    case 'restart':
      return formatConfigKey('restart', record.restart.connector);
    default:
      return formatConfigKey(record.kind, record.name);
  }
}

function fieldsOf(record: ConfigRecord): RecordFields | null {
  switch (record.kind) {
    case 'connector':
      return record.config === null ? null : { properties: record.config };
    case 'task':
      return { properties: record.config };
    case 'commit':
      return { tasks: record.taskCount };
    case 'target-state':
      return record.state === null ? null : stateFields(record.state);
    case 'fenced-tasks':
      return { 'task-count': record.taskCount };
    case 'restart':
      return {
        'include-tasks': record.restart.includeTasks,
        'only-failed': record.restart.onlyFailed,
      };
    case 'log-level':
      return { level: record.level };
    case 'session-key': {
      const { key, algorithm, createdMs } = record.sessionKey;
      return { key: key.toString('base64'), algorithm, 'creation-timestamp': createdMs };
    }
  }
}

/** Workers before 3.5 know no STOPPED: to them it is paused. */
function stateFields(state: string): RecordFields {
  return { state: state === 'STOPPED' ? 'PAUSED' : state, 'state.v2': state };
}
