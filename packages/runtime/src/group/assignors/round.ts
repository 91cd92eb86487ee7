import type { Work } from '../protocol/work.ts';

/** A member, and the work that it says it has. */
export interface RoundMember {
  readonly memberId: string;
  readonly held: Work;
}

/** What a division of the work rests on. */
export interface Round {
  /** Everything that there is to do, whatever state it is wanted in. */
  readonly configured: Work;
  /** In the order in which they give up work. */
  readonly members: readonly RoundMember[];
  /** The last generation that this worker, the leader, has come into; -1 for none. */
  readonly lastCompletedGenerationId: number;
  /** The generation that is being divided. */
  readonly generationId: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** `scheduled.rebalance.max.delay.ms`: for how long the work of a member that is gone waits for it to come back. */
  readonly maxDelayMs: number;
}

/** What becomes of one member. */
export interface MemberDivision {
  /** What is new. */
  readonly assigned: Work;
  /** What it has to stop. */
  readonly revoked: Work;
  /** All that it has then. */
  readonly all: Work;
}

export interface Division {
  /** After how long everybody has to join again; 0 for never. */
  readonly delayMs: number;
  /** By member id; every member is in it. */
  readonly members: ReadonlyMap<string, MemberDivision>;
}
