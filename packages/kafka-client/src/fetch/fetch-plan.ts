import { zeroUuid } from '@sluice/kafka-protocol';
import type { Cluster } from '../cluster/cluster.ts';
import type { Leader } from '../cluster/topic-metadata.ts';
import type { Assignment } from './state/assignment.ts';
import type { PartitionState } from './state/partition-state.ts';

export interface FetchPlan {
  /** The partitions to fetch from each node. */
  readonly fetches: ReadonlyMap<number, readonly PartitionState[]>;
  /** The partitions whose leader has to be asked first whether it has what was read (KIP-320). */
  readonly checks: ReadonlyMap<number, readonly PartitionState[]>;
  /** How many nodes share the memory. */
  readonly nodeCount: number;
  /** Whether partitions wait for a leader. */
  readonly isLeaderless: boolean;
}

export interface PlanParts {
  readonly assignment: Assignment;
  readonly cluster: Cluster;
  /** A partition with more than this buffered has enough. */
  readonly enoughBytes: number;
}

/**
 * Who is to be asked for what now. A node waits until none of its partitions has enough: a request without that one
 * would wait at the broker for the others to get records, and keep it waiting too.
 */
export function planFetches({ assignment, cluster, enoughBytes }: PlanParts, nowMs: number): FetchPlan {
  const fetches = new Map<number, PartitionState[]>();
  const checks = new Map<number, PartitionState[]>();
  const waiting = new Set<number>();
  let isLeaderless = false;
  for (const state of assignment.inTurn()) {
    if (!state.isDue(nowMs)) continue;
    const leader = cluster.leaderOf(state.topic, state.partition);
    if (leader === null) {
      isLeaderless = true;
      continue;
    }
    state.followTopic(cluster.topic(state.topic)?.topicId ?? zeroUuid);
    state.source.follow(leader, state.fetchPosition);
    if (state.source.isUnchecked) push(checks, leader.nodeId, state);
    if (!state.isActive(nowMs)) continue;
    const nodeId = nodeToAsk(cluster, state, { leader, nowMs });
    push(fetches, nodeId, state);
    if (state.bufferedBytes > enoughBytes) waiting.add(nodeId);
  }
  const nodeCount = fetches.size;
  for (const nodeId of waiting) fetches.delete(nodeId);
  return { fetches, checks, nodeCount, isLeaderless };
}

function nodeToAsk(
  { links }: Cluster,
  { source }: PartitionState,
  { leader, nowMs }: { leader: Leader; nowMs: number },
): number {
  const nodeId = source.nodeId(leader, nowMs);
  if (nodeId === leader.nodeId || links.isKnown(nodeId)) return nodeId;
  source.leaveReplica();
  return leader.nodeId;
}

function push(groups: Map<number, PartitionState[]>, nodeId: number, state: PartitionState): void {
  const group = groups.get(nodeId);
  if (group === undefined) groups.set(nodeId, [state]);
  else group.push(state);
}
