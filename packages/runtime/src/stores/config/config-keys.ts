import type { TaskId } from '../../states.ts';
import { parseTaskName } from '../task-name.ts';

/** What the key of a record says that the record is about. */
export type ConfigKey =
  | {
      readonly kind: 'target-state' | 'connector' | 'commit' | 'restart' | 'fenced-tasks';
      readonly name: string;
    }
  | { readonly kind: 'task'; readonly id: TaskId }
  | { readonly kind: 'session-key' }
  | { readonly kind: 'log-level'; readonly namespace: string };

const prefixes = {
  'target-state': 'target-state-',
  connector: 'connector-',
  task: 'task-',
  commit: 'commit-',
  restart: 'restart-connector-',
  'fenced-tasks': 'tasks-fencing-',
  'log-level': 'logger-cluster-',
} as const;

export const sessionKeyKey = 'session-key';

/** The key of a record about a connector. */
export function formatConfigKey(
  kind: 'target-state' | 'connector' | 'commit' | 'restart' | 'fenced-tasks',
  name: string,
): string {
  return `${prefixes[kind]}${name}`;
}

export function formatTaskKey({ connector, task }: TaskId): string {
  return `${prefixes.task}${connector}-${task}`;
}

export function formatLogLevelKey(namespace: string): string {
  return `${prefixes['log-level']}${namespace}`;
}

/** `null` for what is none of Connect's. Names of connectors may look like keys themselves: only the beginning counts. */
export function parseConfigKey(key: string): ConfigKey | null {
  if (key === sessionKeyKey) return { kind: 'session-key' };
  const found = Object.entries(prefixes).find(([, prefix]) => key.startsWith(prefix));
  if (found === undefined) return null;
  const [kind, prefix] = found as [keyof typeof prefixes, string];
  const rest = key.slice(prefix.length);
  if (kind === 'task') return parseTask(rest);
  return kind === 'log-level' ? { kind, namespace: rest } : { kind, name: rest };
}

function parseTask(text: string): ConfigKey | null {
  const id = parseTaskName(text);
  return id === null ? null : { kind: 'task', id };
}
