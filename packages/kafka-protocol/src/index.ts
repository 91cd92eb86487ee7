export { alterConfigsApi } from './apis/cluster/alter-configs.ts';
export { apiVersionsApi } from './apis/cluster/api-versions.ts';
export { describeClusterApi } from './apis/cluster/describe-cluster.ts';
export { describeConfigsApi } from './apis/cluster/describe-configs.ts';
export { findCoordinatorApi } from './apis/cluster/find-coordinator.ts';
export { incrementalAlterConfigsApi } from './apis/cluster/incremental-alter-configs.ts';
export { metadataApi } from './apis/cluster/metadata.ts';
export { updateFeaturesApi } from './apis/cluster/update-features.ts';
export { fetchApi } from './apis/data/fetch.ts';
export { listOffsetsApi } from './apis/data/list-offsets.ts';
export { offsetForLeaderEpochApi } from './apis/data/offset-for-leader-epoch.ts';
export { produceApi } from './apis/data/produce.ts';
export { consumerGroupDescribeApi } from './apis/group/consumer-group-describe.ts';
export { consumerGroupHeartbeatApi } from './apis/group/consumer-group-heartbeat.ts';
export { deleteGroupsApi } from './apis/group/delete-groups.ts';
export { describeGroupsApi } from './apis/group/describe-groups.ts';
export { heartbeatApi } from './apis/group/heartbeat.ts';
export { joinGroupApi } from './apis/group/join-group.ts';
export { leaveGroupApi } from './apis/group/leave-group.ts';
export { listGroupsApi } from './apis/group/list-groups.ts';
export { offsetCommitApi } from './apis/group/offset-commit.ts';
export { offsetDeleteApi } from './apis/group/offset-delete.ts';
export { offsetFetchApi } from './apis/group/offset-fetch.ts';
export { syncGroupApi } from './apis/group/sync-group.ts';
export { alterUserScramCredentialsApi } from './apis/security/alter-user-scram-credentials.ts';
export { createAclsApi } from './apis/security/create-acls.ts';
export { deleteAclsApi } from './apis/security/delete-acls.ts';
export { describeAclsApi } from './apis/security/describe-acls.ts';
export { describeClientQuotasApi } from './apis/security/describe-client-quotas.ts';
export { describeUserScramCredentialsApi } from './apis/security/describe-user-scram-credentials.ts';
export { saslAuthenticateApi } from './apis/security/sasl-authenticate.ts';
export { saslHandshakeApi } from './apis/security/sasl-handshake.ts';
export { createPartitionsApi } from './apis/topics/create-partitions.ts';
export { createTopicsApi } from './apis/topics/create-topics.ts';
export { deleteRecordsApi } from './apis/topics/delete-records.ts';
export { deleteTopicsApi } from './apis/topics/delete-topics.ts';
export { describeTopicPartitionsApi } from './apis/topics/describe-topic-partitions.ts';
export { electLeadersApi } from './apis/topics/elect-leaders.ts';
export { addOffsetsToTxnApi } from './apis/transaction/add-offsets-to-txn.ts';
export { addPartitionsToTxnApi } from './apis/transaction/add-partitions-to-txn.ts';
export { describeProducersApi } from './apis/transaction/describe-producers.ts';
export { describeTransactionsApi } from './apis/transaction/describe-transactions.ts';
export { endTxnApi } from './apis/transaction/end-txn.ts';
export { initProducerIdApi } from './apis/transaction/init-producer-id.ts';
export { listTransactionsApi } from './apis/transaction/list-transactions.ts';
export { txnOffsetCommitApi } from './apis/transaction/txn-offset-commit.ts';
export { writeTxnMarkersApi } from './apis/transaction/write-txn-markers.ts';
export { apis, findApi } from './apis/registry.ts';
export { errorCodes, errorName, isRetriable, type ErrorCode, type ErrorName } from './errors/error-codes.ts';
export { MessageSplitter } from './framing/message-splitter.ts';
export {
  decodeRequestHeader,
  encodeRequest,
  encodeRequestParts,
  type RequestApi,
  type RequestFrame,
  type RequestHeader,
} from './framing/request-frame.ts';
export {
  decodeResponse,
  encodeResponse,
  type ResponseApi,
  type ResponseFrame,
} from './framing/response-frame.ts';
export type {
  AnyApi,
  Api,
  ApiIdentity,
  MessageCodec,
  RequestInputOf,
  RequestOf,
  ResponseInputOf,
  ResponseOf,
} from './schema/api.ts';
export { zeroUuid } from './schema/primitives.ts';
export { ProtocolError } from './wire/protocol-error.ts';
export { WireReader } from './wire/wire-reader.ts';
export { WireWriter, type ByteParts } from './wire/wire-writer.ts';
export type { Compression } from './record-batch/compression/compression.ts';
export { filterBatch, type BatchFilter } from './record-batch/filter-batch.ts';
export { iterateBatches, type BatchReadOptions } from './record-batch/iterate-batches.ts';
export {
  RecordBatchBuilder,
  type BatchHeader,
  type RecordBatchOptions,
} from './record-batch/record-batch-builder.ts';
export type { RecordBatchView, TimestampType } from './record-batch/record-batch-view.ts';
export { RecordCursor, type RecordHeader } from './record-batch/record-cursor.ts';
export type { Encoded, RecordHeaderInput, RecordInput } from './record-batch/record-input.ts';
export { restampBatch, type BatchStamp } from './record-batch/restamp-batch.ts';
export {
  encodeTransactionMarker,
  readTransactionMarker,
  type MarkerInput,
  type TransactionMarker,
} from './record-batch/transaction-marker.ts';
export {
  consumerProtocolType,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
  type ConsumerAssignment,
  type ConsumerAssignmentInput,
  type ConsumerSubscription,
  type ConsumerSubscriptionInput,
} from './consumer-group/consumer-protocol.ts';
export {
  decodeCooperativeUserData,
  decodeStickyUserData,
  encodeCooperativeUserData,
  encodeStickyUserData,
  type StickyUserData,
} from './consumer-group/sticky-user-data.ts';
export { murmur2, partitionOfKey } from './partitioning/murmur2.ts';
