import type { TopicPartition } from '../../topic-partition.ts';
import type { AclOperation } from '../names/operations.ts';

export interface MemberDescription {
  readonly memberId: string;
  /** `null` for members that are not static. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly host: string;
  /** What a consumer reads; `null` where the group is not one of consumers, or its members' own words are malformed. */
  readonly assignment: readonly TopicPartition[] | null;
  /** What a consumer is to read once it has given up the rest; `null` in a classic group. */
  readonly targetAssignment: readonly TopicPartition[] | null;
  /** What a member of a classic group told of itself, in the words of its protocol type; `null` in others. */
  readonly metadata: Buffer | null;
  /** What its leader gave a member of a classic group, in the words of its protocol type; `null` in others. */
  readonly assignmentBytes: Buffer | null;
}

export interface GroupDescription {
  readonly groupId: string;
  readonly type: 'classic' | 'consumer';
  /** One of `GroupState`, or what a newer broker calls it. */
  readonly state: string;
  /** `consumer`, `connect`, …; empty for offsets that were committed without a group. */
  readonly protocolType: string;
  /** The assignor that was chosen; empty while there is none. */
  readonly assignor: string;
  readonly members: readonly MemberDescription[];
  /** What the client may do with the group; `null` when not asked for. */
  readonly authorizedOperations: readonly (AclOperation | 'UNKNOWN')[] | null;
}
