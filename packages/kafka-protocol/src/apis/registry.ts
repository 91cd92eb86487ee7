import type { AnyApi } from '../schema/api.ts';
import { alterConfigsApi } from './cluster/alter-configs.ts';
import { apiVersionsApi } from './cluster/api-versions.ts';
import { describeClusterApi } from './cluster/describe-cluster.ts';
import { describeConfigsApi } from './cluster/describe-configs.ts';
import { findCoordinatorApi } from './cluster/find-coordinator.ts';
import { incrementalAlterConfigsApi } from './cluster/incremental-alter-configs.ts';
import { metadataApi } from './cluster/metadata.ts';
import { updateFeaturesApi } from './cluster/update-features.ts';
import { fetchApi } from './data/fetch.ts';
import { listOffsetsApi } from './data/list-offsets.ts';
import { offsetForLeaderEpochApi } from './data/offset-for-leader-epoch.ts';
import { produceApi } from './data/produce.ts';
import { consumerGroupDescribeApi } from './group/consumer-group-describe.ts';
import { consumerGroupHeartbeatApi } from './group/consumer-group-heartbeat.ts';
import { deleteGroupsApi } from './group/delete-groups.ts';
import { describeGroupsApi } from './group/describe-groups.ts';
import { heartbeatApi } from './group/heartbeat.ts';
import { joinGroupApi } from './group/join-group.ts';
import { leaveGroupApi } from './group/leave-group.ts';
import { listGroupsApi } from './group/list-groups.ts';
import { offsetCommitApi } from './group/offset-commit.ts';
import { offsetDeleteApi } from './group/offset-delete.ts';
import { offsetFetchApi } from './group/offset-fetch.ts';
import { syncGroupApi } from './group/sync-group.ts';
import { alterUserScramCredentialsApi } from './security/alter-user-scram-credentials.ts';
import { createAclsApi } from './security/create-acls.ts';
import { deleteAclsApi } from './security/delete-acls.ts';
import { describeAclsApi } from './security/describe-acls.ts';
import { describeClientQuotasApi } from './security/describe-client-quotas.ts';
import { describeUserScramCredentialsApi } from './security/describe-user-scram-credentials.ts';
import { saslAuthenticateApi } from './security/sasl-authenticate.ts';
import { saslHandshakeApi } from './security/sasl-handshake.ts';
import { createPartitionsApi } from './topics/create-partitions.ts';
import { createTopicsApi } from './topics/create-topics.ts';
import { deleteRecordsApi } from './topics/delete-records.ts';
import { deleteTopicsApi } from './topics/delete-topics.ts';
import { describeTopicPartitionsApi } from './topics/describe-topic-partitions.ts';
import { electLeadersApi } from './topics/elect-leaders.ts';
import { addOffsetsToTxnApi } from './transaction/add-offsets-to-txn.ts';
import { addPartitionsToTxnApi } from './transaction/add-partitions-to-txn.ts';
import { describeProducersApi } from './transaction/describe-producers.ts';
import { describeTransactionsApi } from './transaction/describe-transactions.ts';
import { endTxnApi } from './transaction/end-txn.ts';
import { initProducerIdApi } from './transaction/init-producer-id.ts';
import { listTransactionsApi } from './transaction/list-transactions.ts';
import { txnOffsetCommitApi } from './transaction/txn-offset-commit.ts';
import { writeTxnMarkersApi } from './transaction/write-txn-markers.ts';

/** Every API declared here, by key. */
export const apis: readonly AnyApi[] = [
  produceApi,
  fetchApi,
  listOffsetsApi,
  metadataApi,
  offsetCommitApi,
  offsetFetchApi,
  findCoordinatorApi,
  joinGroupApi,
  heartbeatApi,
  leaveGroupApi,
  syncGroupApi,
  describeGroupsApi,
  listGroupsApi,
  saslHandshakeApi,
  apiVersionsApi,
  createTopicsApi,
  deleteTopicsApi,
  deleteRecordsApi,
  initProducerIdApi,
  offsetForLeaderEpochApi,
  addPartitionsToTxnApi,
  addOffsetsToTxnApi,
  endTxnApi,
  writeTxnMarkersApi,
  txnOffsetCommitApi,
  describeAclsApi,
  createAclsApi,
  deleteAclsApi,
  describeConfigsApi,
  alterConfigsApi,
  saslAuthenticateApi,
  createPartitionsApi,
  deleteGroupsApi,
  electLeadersApi,
  incrementalAlterConfigsApi,
  offsetDeleteApi,
  describeClientQuotasApi,
  describeUserScramCredentialsApi,
  alterUserScramCredentialsApi,
  updateFeaturesApi,
  describeClusterApi,
  describeProducersApi,
  describeTransactionsApi,
  listTransactionsApi,
  consumerGroupHeartbeatApi,
  consumerGroupDescribeApi,
  describeTopicPartitionsApi,
];

const apisByKey = new Map(apis.map((api) => [api.key, api]));

export function findApi(key: number): AnyApi | undefined {
  return apisByKey.get(key);
}
