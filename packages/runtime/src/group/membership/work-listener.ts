import type { WorkAssignment } from '../protocol/assignment-codec.ts';
import type { ConnectProtocol } from '../protocol/connect-protocol.ts';
import type { Work } from '../protocol/work.ts';

/** What a worker has after a rebalance. */
export interface AssignedWork {
  /** `assigned` is all that it has, `revoked` what it had to give up on the way. */
  readonly assignment: WorkAssignment;
  readonly protocol: ConnectProtocol;
  readonly generationId: number;
  readonly isLeader: boolean;
}

/** Told from within `advance`, which waits for what is returned. */
export interface WorkListener {
  /** Stop this work, as far as it runs; it may be started by others as soon as this resolves. */
  onRevoked(work: Work, leaderId: string): Promise<void>;
  /** Nothing has to be started yet: what is to be done follows from `nextRebalanceStep`. */
  onAssigned(assigned: AssignedWork): Promise<void> | void;
}
