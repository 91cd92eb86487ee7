export type { Encoded, RecordHeader, RecordHeaderInput, TimestampType } from '@sluice/kafka-protocol';
export { ProtocolError, WireReader, WireWriter } from '@sluice/kafka-protocol';
export { Admin, type AdminOptions } from './admin/admin.ts';
export type {
  BrokerDescription,
  ClusterDescription,
  DescribeClusterOptions,
} from './admin/cluster/describe-cluster.ts';
export type { ConfigChange, ConfigChanges } from './admin/configs/alter-configs.ts';
export type { ConfigEntry, ConfigSource, ConfigSynonym, ConfigType } from './admin/configs/config-entry.ts';
export type { ConfigResource, ConfigResourceType } from './admin/configs/config-resource.ts';
export type { ConfigAdmin, ConfigOutcome } from './admin/configs/configs.ts';
export type { DescribeConfigsOptions } from './admin/configs/describe-configs.ts';
export type { DescribeGroupsOptions } from './admin/groups/describe-groups.ts';
export type { GroupDescription, MemberDescription } from './admin/groups/group-description.ts';
export type { GroupAdmin } from './admin/groups/groups.ts';
export type { GroupFilter, GroupState, GroupType, ListedGroup } from './admin/groups/list-groups.ts';
export type { CommittedOffset, OffsetsToFetch } from './admin/groups/offsets/fetch-offsets.ts';
export type { MemberName, MemberOutcome } from './admin/groups/remove-members.ts';
export type { AclOperation } from './admin/names/operations.ts';
export type { RecordsToDelete } from './admin/partitions/delete-records.ts';
export type { ActiveProducer } from './admin/partitions/describe-producers.ts';
export type { FoundOffset, NamedOffsetPlace, OffsetToFind } from './admin/partitions/find-offsets.ts';
export type { PartitionAdmin } from './admin/partitions/partitions.ts';
export type { BrokerListing } from './admin/requests/list-from-brokers.ts';
export type { Outcome, Outcomes, PartitionOutcome } from './admin/requests/outcome.ts';
export type { ValidateOptions } from './admin/requests/validate-options.ts';
export type {
  AclBinding,
  AclFilter,
  AclPatternType,
  AclPermission,
  AclResourceType,
} from './admin/security/acl.ts';
export type { AclAdmin, AclDeletion, AclOutcome } from './admin/security/acls.ts';
export type {
  ScramChange,
  ScramCredential,
  ScramMechanism,
  ScramOutcome,
  ScramUserAdmin,
} from './admin/security/scram-users.ts';
export type { NewPartitions } from './admin/topics/add-partitions.ts';
export type { CreatedTopic, NewTopic } from './admin/topics/create-topics.ts';
export type { PartitionDescription, TopicDescription } from './admin/topics/describe-topics.ts';
export type { Election, ElectionResult } from './admin/topics/elect-leaders.ts';
export type { ListedTopic, TopicAdmin } from './admin/topics/topics.ts';
export type { TransactionDescription, TransactionState } from './admin/transactions/describe-transactions.ts';
export type { FencedProducer } from './admin/transactions/fence-producers.ts';
export type { ListedTransaction, TransactionFilter } from './admin/transactions/list-transactions.ts';
export type { TransactionAdmin } from './admin/transactions/transactions.ts';
export type { ClientLog } from './client-log.ts';
export type { IsolationLevel, LogOffset, OffsetPlace } from './cluster/list-offsets.ts';
export type { PartitionMetadata, TopicMetadata } from './cluster/topic-metadata.ts';
export { jaasTokens, type JaasToken } from './connection/sasl/jaas-tokens.ts';
export { secureContextOptions } from './connection/tls/secure-context-options.ts';
export type { TlsSettings } from './connection/tls/store-file.ts';
export { checksHost } from './connection/tls/tls-context.ts';
export { Consumer, type ConsumerOptions } from './consumer/consumer.ts';
export { SubscriptionPattern } from './consumer/subscription-pattern.ts';
export type { WantedTopics } from './consumer/subscription.ts';
export { KafkaError, type KafkaErrorPlace } from './errors/kafka-error.ts';
export type { FetchedCursor, FetchedPartition, FetchedRecords } from './fetch/buffer/fetched-records.ts';
export type { AbsenceRule } from './group/absence-rule.ts';
export { GroupClient, type GroupClientOptions } from './group/classic/group-client.ts';
export { GroupMember, type GroupMemberParts } from './group/classic/group-member.ts';
export type { GroupOwner } from './group/classic/group-owner.ts';
export {
  GroupRequests,
  type GroupIdentity,
  type GroupProtocolOffer,
  type JoinResponse,
  type MemberAssignment,
} from './group/classic/group-requests.ts';
export type { MemberState } from './group/classic/member-state.ts';
export { Coordinator } from './group/coordinator.ts';
export type { GroupMembershipOperation, LeaveOptions } from './group/leave-options.ts';
export type { GroupSeat, SeatListener } from './group/seat/group-seat.ts';
export { StandIn } from './group/seat/stand-in.ts';
export { MemberMetrics } from './group/member-metrics.ts';
export type { Membership } from './group/membership.ts';
export type { OffsetAndMetadata, PartitionOffset } from './group/group-offsets.ts';
export type { RebalanceListener } from './group/rebalance-listener.ts';
export type { PrepareOptions } from './produce/await-topic.ts';
export type { Delivery } from './produce/delivery.ts';
export type { ProducerRecord } from './produce/producer-record.ts';
export { Producer, type ProducerOptions } from './produce/producer.ts';
export type { Metric, MetricKind } from './metrics/metric.ts';
export { parseAdminSettings, type AdminSettings } from './settings/admin-settings.ts';
export { parseConsumerSettings, type ConsumerSettings } from './settings/consumer-settings.ts';
export type { ClientProperties, ParsedSettings } from './settings/parse-settings.ts';
export { worthWarning } from './settings/keys-without-effect.ts';
export { parseProducerSettings, type ProducerSettings } from './settings/producer-settings.ts';
export { SettingsError, type SettingsIssue } from './settings/settings-error.ts';
export { parseTlsSettings } from './settings/tls-settings.ts';
export type { GroupMetadata } from './transaction/group-metadata.ts';
export type { TopicPartition } from './topic-partition.ts';
