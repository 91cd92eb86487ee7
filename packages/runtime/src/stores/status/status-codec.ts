import type { InstanceState } from '../../states.ts';
import {
  decodeRecordValue,
  encodeRecordValue,
  integerIn,
  isFields,
  textIn,
  type RecordFields,
} from '../record-json.ts';
import { formatStatusKey, formatTopicKey, parseStatusKey } from './status-keys.ts';
import type { StatusRecord, StoredStatus, TopicUse } from './status-record.ts';

const states: ReadonlySet<string> = new Set<InstanceState>([
  'UNASSIGNED',
  'RUNNING',
  'PAUSED',
  'FAILED',
  'RESTARTING',
  'STOPPED',
]);

/** Byte for byte as Java writes it. */
export function encodeStatusRecord(record: StatusRecord): {
  readonly key: string;
  readonly value: string | null;
} {
  return record.kind === 'status'
    ? { key: formatStatusKey(record.owner), value: record.status && encodeStatus(record.status) }
    : { key: formatTopicKey(record.connector, record.topic), value: record.use && encodeUse(record.use) };
}

/** `null` for a record that says nothing. */
export function decodeStatusRecord(key: Buffer | null, value: Buffer | null): StatusRecord | null {
  const about = parseStatusKey(key?.toString('utf8') ?? '');
  const decoded = decodeRecordValue(value);
  if (about === null || decoded.kind === 'unreadable' || decoded.kind === 'other') return null;
  if ('owner' in about) {
    const status = decoded.kind === 'deleted' ? null : decodeStatus(decoded.fields);
    return status === undefined ? null : { kind: 'status', ...about, status };
  }
  const use = decoded.kind === 'deleted' ? null : decodeUse(decoded.fields);
  return use === undefined ? null : { kind: 'topic', ...about, use };
}

function encodeStatus({ state, trace, workerId, generation, version }: StoredStatus): string {
  return encodeRecordValue({ state, trace, worker_id: workerId, generation, version });
}

function decodeStatus(fields: RecordFields): StoredStatus | undefined {
  const state = textIn(fields, 'state');
  const workerId = textIn(fields, 'worker_id');
  const generation = integerIn(fields, 'generation');
  if (state === null || !states.has(state) || workerId === null || generation === null) return undefined;
  const [trace, version] = [textIn(fields, 'trace'), textIn(fields, 'version')];
  return { state: state as InstanceState, trace, workerId, generation, version };
}

function encodeUse({ topic, connector, task, discoveredMs }: TopicUse): string {
  return encodeRecordValue({ topic: { name: topic, connector, task, discoverTimestamp: discoveredMs } });
}

function decodeUse({ topic: fields }: RecordFields): TopicUse | undefined {
  if (!isFields(fields)) return undefined;
  const [topic, connector] = [textIn(fields, 'name'), textIn(fields, 'connector')];
  const [task, discoveredMs] = [integerIn(fields, 'task'), integerIn(fields, 'discoverTimestamp')];
  if (topic === null || connector === null || task === null || discoveredMs === null) return undefined;
  return { topic, connector, task, discoveredMs };
}
