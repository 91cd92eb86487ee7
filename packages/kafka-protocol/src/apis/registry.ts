import type { AnyApi } from '../schema/api.ts';
import { apiVersionsApi } from './cluster/api-versions.ts';
import { createTopicsApi } from './cluster/create-topics.ts';
import { deleteTopicsApi } from './cluster/delete-topics.ts';
import { describeClusterApi } from './cluster/describe-cluster.ts';
import { describeConfigsApi } from './cluster/describe-configs.ts';
import { findCoordinatorApi } from './cluster/find-coordinator.ts';
import { metadataApi } from './cluster/metadata.ts';
import { fetchApi } from './data/fetch.ts';
import { initProducerIdApi } from './data/init-producer-id.ts';
import { listOffsetsApi } from './data/list-offsets.ts';
import { produceApi } from './data/produce.ts';
import { describeGroupsApi } from './group/describe-groups.ts';
import { heartbeatApi } from './group/heartbeat.ts';
import { joinGroupApi } from './group/join-group.ts';
import { leaveGroupApi } from './group/leave-group.ts';
import { listGroupsApi } from './group/list-groups.ts';
import { offsetCommitApi } from './group/offset-commit.ts';
import { offsetFetchApi } from './group/offset-fetch.ts';
import { syncGroupApi } from './group/sync-group.ts';

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
  apiVersionsApi,
  createTopicsApi,
  deleteTopicsApi,
  initProducerIdApi,
  describeConfigsApi,
  describeClusterApi,
];

const apisByKey = new Map(apis.map((api) => [api.key, api]));

export function findApi(key: number): AnyApi | undefined {
  return apisByKey.get(key);
}
