import type { ApiHandler } from '../requests/api-handler.ts';
import { apiVersions } from './cluster/api-versions.ts';
import { describeCluster } from './cluster/describe-cluster.ts';
import { findCoordinator } from './cluster/find-coordinator.ts';
import { updateFeatures } from './cluster/update-features.ts';
import { metadata } from './cluster/metadata.ts';
import { alterConfigs } from './configs/alter-configs.ts';
import { incrementalAlterConfigs } from './configs/incremental-alter-configs.ts';
import { offsetForLeaderEpoch } from './data/offset-for-leader-epoch.ts';
import { deleteGroups } from './groups/delete-groups.ts';
import { offsetDelete } from './groups/offset-delete.ts';
import { createAcls, deleteAcls, describeAcls } from './security/acls.ts';
import { alterUserScramCredentials } from './security/alter-user-scram-credentials.ts';
import { describeUserScramCredentials } from './security/describe-user-scram-credentials.ts';
import { saslAuthenticate } from './security/sasl-authenticate.ts';
import { saslHandshake } from './security/sasl-handshake.ts';
import { describeClientQuotas } from './security/describe-client-quotas.ts';
import { createPartitions } from './topics/create-partitions.ts';
import { deleteRecords } from './topics/delete-records.ts';
import { describeTopicPartitions } from './topics/describe-topic-partitions.ts';
import { electLeaders } from './topics/elect-leaders.ts';
import { fetch } from './data/fetch.ts';
import { initProducerId } from './data/init-producer-id.ts';
import { listOffsets } from './data/list-offsets.ts';
import { produce } from './data/produce.ts';
import { describeGroups } from './groups/describe-groups.ts';
import { heartbeat } from './groups/heartbeat.ts';
import { joinGroup } from './groups/join-group.ts';
import { leaveGroup } from './groups/leave-group.ts';
import { listGroups } from './groups/list-groups.ts';
import { offsetCommit } from './groups/offset-commit.ts';
import { offsetFetch } from './groups/offset-fetch.ts';
import { syncGroup } from './groups/sync-group.ts';
import { addOffsetsToTxn } from './transactions/add-offsets-to-txn.ts';
import { addPartitionsToTxn } from './transactions/add-partitions-to-txn.ts';
import { describeProducers } from './transactions/describe-producers.ts';
import { describeTransactions } from './transactions/describe-transactions.ts';
import { endTxn } from './transactions/end-txn.ts';
import { listTransactions } from './transactions/list-transactions.ts';
import { txnOffsetCommit } from './transactions/txn-offset-commit.ts';
import { writeTxnMarkers } from './transactions/write-txn-markers.ts';
import { createTopics } from './topics/create-topics.ts';
import { deleteTopics } from './topics/delete-topics.ts';
import { describeConfigs } from './configs/describe-configs.ts';

/** All that the broker can be asked. */
export const apiHandlers: readonly ApiHandler[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  saslHandshake,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  writeTxnMarkers,
  txnOffsetCommit,
  describeAcls,
  createAcls,
  deleteAcls,
  describeConfigs,
  alterConfigs,
  saslAuthenticate,
  createPartitions,
  deleteGroups,
  electLeaders,
  incrementalAlterConfigs,
  offsetDelete,
  describeClientQuotas,
  describeUserScramCredentials,
  alterUserScramCredentials,
  updateFeatures,
  describeCluster,
  describeProducers,
  describeTransactions,
  listTransactions,
  describeTopicPartitions,
];
