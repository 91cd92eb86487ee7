import type { PartitionOffset } from '../../group/group-offsets.ts';
import type { TopicPartition } from '../../topic-partition.ts';
import type { AdminRequests } from '../requests/admin-requests.ts';
import type { BrokerListing } from '../requests/list-from-brokers.ts';
import type { Outcomes, PartitionOutcome } from '../requests/outcome.ts';
import { deleteGroups } from './delete-groups.ts';
import { describeGroups, type DescribeGroupsOptions } from './describe-groups.ts';
import type { GroupDescription } from './group-description.ts';
import { listGroups, type GroupFilter, type ListedGroup } from './list-groups.ts';
import { alterOffsets } from './offsets/alter-offsets.ts';
import { deleteOffsets } from './offsets/delete-offsets.ts';
import { fetchOffsets, type CommittedOffset, type OffsetsToFetch } from './offsets/fetch-offsets.ts';
import { removeMembers, type MemberName, type MemberOutcome } from './remove-members.ts';

/** The groups of a cluster, of consumers and of others, and their offsets. */
export class GroupAdmin {
  readonly #requests: AdminRequests;

  constructor(requests: AdminRequests) {
    this.#requests = requests;
  }

  /** The groups that each broker coordinates. */
  list(filter: GroupFilter = {}): Promise<BrokerListing<ListedGroup>> {
    return listGroups(this.#requests, filter);
  }

  /** Groups of both protocols, by id. */
  describe(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<Outcomes<GroupDescription>> {
    return describeGroups(this.#requests, groupIds, options);
  }

  /** Groups with members are `NON_EMPTY_GROUP`. */
  delete(groupIds: readonly string[]): Promise<Outcomes<null>> {
    return deleteGroups(this.#requests, groupIds);
  }

  /** Puts members out of a group; one that lives joins again. In the order of what was asked. */
  removeMembers(
    groupId: string,
    members: readonly MemberName[],
    reason?: string,
  ): Promise<readonly MemberOutcome[]> {
    return removeMembers(this.#requests, { groupId, members, reason: reason ?? null });
  }

  /** The committed offsets of each group. @throws KafkaError `INVALID_REQUEST` where a group is named twice. */
  offsets(
    groups: readonly OffsetsToFetch[],
  ): Promise<Outcomes<readonly PartitionOutcome<CommittedOffset | null>[]>> {
    return fetchOffsets(this.#requests, groups);
  }

  /** Sets offsets of a group that has no members. */
  alterOffsets(
    groupId: string,
    offsets: readonly PartitionOffset[],
  ): Promise<readonly PartitionOutcome<null>[]> {
    return alterOffsets(this.#requests, groupId, offsets);
  }

  /** Forgets offsets of topics that no member of the group is subscribed to (KIP-496). */
  deleteOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<readonly PartitionOutcome<null>[]> {
    return deleteOffsets(this.#requests, groupId, partitions);
  }
}
