import type { ApiHandler } from '../requests/api-handler.ts';
import { apiVersions } from './cluster/api-versions.ts';
import { describeCluster } from './cluster/describe-cluster.ts';
import { findCoordinator } from './cluster/find-coordinator.ts';
import { metadata } from './cluster/metadata.ts';
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
import { createTopics } from './topics/create-topics.ts';
import { deleteTopics } from './topics/delete-topics.ts';
import { describeConfigs } from './topics/describe-configs.ts';

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
  apiVersions,
  createTopics,
  deleteTopics,
  initProducerId,
  describeConfigs,
  describeCluster,
];
