import { errorName, type ErrorName } from '@sluice/kafka-protocol';
import { KafkaError, type KafkaErrorPlace } from './kafka-error.ts';

/** What the errors that users meet mean, and what to do about them. */
const explanations: Partial<Record<ErrorName, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'the broker does not have this topic or partition; create it or check the name',
  LEADER_NOT_AVAILABLE: 'there is no leader for the partition now',
  NOT_LEADER_OR_FOLLOWER: 'the leader of the partition has moved',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    'the client may not use this transactional.id; check the ACLs (Write and Describe on TransactionalId)',
  INVALID_TRANSACTION_TIMEOUT:
    'transaction.timeout.ms is larger than transaction.max.timeout.ms of the broker allows',
  PRODUCER_FENCED: 'another producer with the same transactional.id has taken over',
  INVALID_PRODUCER_EPOCH: 'another producer with the same transactional.id has a newer epoch',
  INVALID_TXN_STATE:
    'the coordinator has no such open transaction of this producer; it may have taken longer than transaction.timeout.ms',
  CONCURRENT_TRANSACTIONS: 'the transaction before is still being completed',
  TRANSACTION_ABORTABLE: 'the transaction has to be aborted; the next one may succeed',
  TOPIC_AUTHORIZATION_FAILED: 'the client may not do this with the topic; check the ACLs',
  GROUP_AUTHORIZATION_FAILED: 'the client may not use the group; check the ACLs and group.id',
  CLUSTER_AUTHORIZATION_FAILED: 'the client may not do this in the cluster; check the ACLs',
  INVALID_TOPIC_EXCEPTION: 'the topic name is not allowed; use at most 249 of a-z A-Z 0-9 . _ -',
  MESSAGE_TOO_LARGE:
    'the batch is larger than message.max.bytes of the broker or max.message.bytes of the topic',
  INVALID_REQUIRED_ACKS: 'the broker does not know this value of acks',
  NOT_ENOUGH_REPLICAS: 'fewer replicas are in sync than min.insync.replicas of the topic demands',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    'fewer replicas are in sync than min.insync.replicas of the topic demands',
  INVALID_TIMESTAMP: 'the timestamp of a record is outside of what the topic allows',
  INVALID_SESSION_TIMEOUT:
    'session.timeout.ms is outside of group.min.session.timeout.ms and group.max.session.timeout.ms of the broker',
  INCONSISTENT_GROUP_PROTOCOL:
    'the other members of the group use another protocol type or none of the same assignors; check group.id and partition.assignment.strategy',
  GROUP_MAX_SIZE_REACHED: 'the group has as many members as group.max.size of the broker allows',
  FENCED_INSTANCE_ID: 'another member with the same group.instance.id has taken over',
  OFFSET_METADATA_TOO_LARGE:
    'the metadata of the commit is longer than offset.metadata.max.bytes of the broker',
  ILLEGAL_GENERATION: 'the group has rebalanced since',
  UNKNOWN_MEMBER_ID: 'the group no longer knows this member',
  REBALANCE_IN_PROGRESS: 'the group is rebalancing',
  FENCED_MEMBER_EPOCH: 'the group has gone on without this member',
  STALE_MEMBER_EPOCH: 'the group has gone on since; poll, and then try again',
  UNRELEASED_INSTANCE_ID:
    'another member with the same group.instance.id is still in the group; stop it, or wait for its session to end',
  TOPIC_ALREADY_EXISTS: 'there is such a topic already',
  INVALID_REPLICATION_FACTOR: 'the replication factor is larger than the number of brokers, or not positive',
  INVALID_PARTITIONS: 'the number of partitions must be positive',
  INVALID_REPLICA_ASSIGNMENT: 'the assignment names brokers that there are not, or one twice',
  TOPIC_DELETION_DISABLED: 'the brokers have delete.topic.enable=false',
  REASSIGNMENT_IN_PROGRESS: 'partitions of the topic are being moved; wait until that is done',
  THROTTLING_QUOTA_EXCEEDED: 'the quota of the client for changes of topics is used up; try again later',
  PREFERRED_LEADER_NOT_AVAILABLE: 'the preferred leader of the partition is not running or not in sync',
  ELIGIBLE_LEADERS_NOT_AVAILABLE: 'no replica of the partition is running',
  NOT_CONTROLLER: 'the controller has moved',
  NON_EMPTY_GROUP: 'the group has members; stop them first',
  GROUP_ID_NOT_FOUND: 'there is no such group',
  GROUP_SUBSCRIBED_TO_TOPIC: 'members of the group are subscribed to the topic; stop them first',
  UNSTABLE_OFFSET_COMMIT: 'a transaction that commits the offset is still open',
  TRANSACTIONAL_ID_NOT_FOUND: 'no producer has used this transactional id',
  SECURITY_DISABLED: 'the cluster has no ACLs; set authorizer.class.name of the brokers',
  POLICY_VIOLATION: 'a policy of the cluster forbids it',
  UNSUPPORTED_COMPRESSION_TYPE: 'the broker does not know this compression.type',
  UNSUPPORTED_FOR_MESSAGE_FORMAT: 'the message format of the topic does not support it',
};

export interface Refusal extends KafkaErrorPlace {
  readonly code: number;
  /** What was asked for, e.g. `Produce to orders-3`. */
  readonly action: string;
  /** What the broker itself says. */
  readonly detail?: string | null;
}

/** The error for an error code in a response. */
export function refusal({ code, action, detail, ...place }: Refusal): KafkaError {
  const name = errorName(code);
  const explanation = worthTelling(name, detail) ?? explanations[name as ErrorName];
  const at = place.broker === undefined ? '' : `Kafka at ${place.broker}: `;
  return new KafkaError(code, `${at}${action}: ${name}${explanation ? ` (${explanation})` : ''}`, place);
}

/** Brokers leave the text empty, or say of who may not do something only that he may not. */
function worthTelling(name: string, detail: string | null | undefined): string | null {
  return detail === undefined || detail === '' || name.endsWith('_AUTHORIZATION_FAILED') ? null : detail;
}
