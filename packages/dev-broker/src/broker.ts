import type { Faults } from './faults/faults.ts';
import type { Features } from './features.ts';
import type { FetchSessions } from './fetch-sessions/fetch-sessions.ts';
import type { GroupCoordinator } from './groups/group-coordinator.ts';
import type { ProducerIds } from './producer-ids.ts';
import type { UserDirectory } from './sasl/user-directory.ts';
import type { TopicRegistry } from './topics/topic-registry.ts';
import type { TransactionCoordinator } from './transactions/transaction-coordinator.ts';

/** The one node of the cluster, which is everything in it: controller, leader and coordinator. */
export const nodeId = 1;

/** What the APIs work on. */
export interface Broker {
  readonly clusterId: string;
  readonly autoCreateTopics: boolean;
  readonly defaultPartitions: number;
  readonly topics: TopicRegistry;
  readonly groups: GroupCoordinator;
  readonly producerIds: ProducerIds;
  readonly transactions: TransactionCoordinator;
  readonly fetchSessions: FetchSessions;
  readonly features: Features;
  readonly users: UserDirectory;
  readonly faults: Faults;
  readonly now: () => number;
  readonly log: BrokerLog;
}

/** Where the broker says what happens; pino's loggers fit. */
export interface BrokerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
