import type { ConfigDefinition } from '@sluice/connect-api';
import type { SubmittedConfig } from '../../herder/herder.ts';
import { adminKeys } from '../client-keys/admin-keys.ts';
import { consumerKeys } from '../client-keys/consumer-keys.ts';
import { producerKeys } from '../client-keys/producer-keys.ts';

export type ClientRole = 'producer' | 'consumer' | 'admin';

/** A client that a connector may configure, in the order in which validation shows their settings. */
export interface OverriddenClient {
  readonly role: ClientRole;
  readonly keys: ConfigDefinition;
}

const clients: readonly OverriddenClient[] = [
  { role: 'producer', keys: producerKeys },
  { role: 'consumer', keys: consumerKeys },
  { role: 'admin', keys: adminKeys },
];

/** The clients that a connector works with on a standalone worker; settings of others mean nothing. */
export function clientsInUse(kind: 'source' | 'sink', config: SubmittedConfig): OverriddenClient[] {
  const roles = kind === 'source' ? sourceRoles(config) : sinkRoles(config);
  return clients.filter(({ role }) => roles.includes(role));
}

function sourceRoles(config: SubmittedConfig): readonly ClientRole[] {
  const createsTopics = Object.keys(config).some((key) => key.startsWith('topic.creation.'));
  return createsTopics || hasDeadLetters(config) ? ['producer', 'admin'] : ['producer'];
}

function sinkRoles(config: SubmittedConfig): readonly ClientRole[] {
  return hasDeadLetters(config) ? ['producer', 'consumer', 'admin'] : ['consumer'];
}

function hasDeadLetters(config: SubmittedConfig): boolean {
  return (config['errors.deadletterqueue.topic.name'] ?? '') !== '';
}
