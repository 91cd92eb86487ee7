import { formatTaskId } from '../../states.ts';
import { parseTaskName } from '../task-name.ts';
import { connectorOwner, taskOwner, type StatusOwner } from './status-record.ts';

const connectorPrefix = 'status-connector-';
const taskPrefix = 'status-task-';
const topicPrefix = 'status-topic-';
/** Names of topics have no colon. */
const topicSeparator = ':connector-';

export function formatStatusKey(owner: StatusOwner): string {
  return owner.kind === 'connector'
    ? `${connectorPrefix}${owner.name}`
    : `${taskPrefix}${formatTaskId(owner.id)}`;
}

export function formatTopicKey(connector: string, topic: string): string {
  return `${topicPrefix}${topic}${topicSeparator}${connector}`;
}

/** What the key of a record says that the record is about; `null` for what is none of Connect's. */
export function parseStatusKey(
  key: string,
): { readonly owner: StatusOwner } | { readonly topic: string; readonly connector: string } | null {
  if (key.startsWith(connectorPrefix)) return { owner: connectorOwner(key.slice(connectorPrefix.length)) };
  if (key.startsWith(taskPrefix)) {
    const id = parseTaskName(key.slice(taskPrefix.length));
    return id === null ? null : { owner: taskOwner(id) };
  }
  if (!key.startsWith(topicPrefix)) return null;
  const rest = key.slice(topicPrefix.length);
  const colon = rest.indexOf(':');
  if (colon < 0 || !rest.startsWith(topicSeparator, colon)) return null;
  return { topic: rest.slice(0, colon), connector: rest.slice(colon + topicSeparator.length) };
}
