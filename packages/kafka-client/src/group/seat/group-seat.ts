import type { TopicIdEntry } from '../consumer-protocol/target.ts';

/** A member's place in its group: all that somebody else needs to know to beat for it, or to leave when it is gone. */
export interface GroupSeat {
  /** By which of Kafka's protocols it is in the group. */
  readonly protocol: 'classic' | 'consumer';
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly memberId: string;
  /** Of the consumer protocol the member epoch. */
  readonly generationId: number;
  /** By the consumer protocol, what the member has; empty by the classic one. */
  readonly held: readonly TopicIdEntry[];
  /** Whether the group expects heartbeats now. While a join waits for the others, none are due. */
  readonly isBeating: boolean;
  /** After so long without a heartbeat it is time that somebody beats for the member. */
  readonly overdueAfterMs: number;
  /** `max.poll.interval.ms`: for so long the group may wait for a member that does nothing. */
  readonly maxAwayMs: number;
}

/** Hears of the place of a member as it changes. */
export interface SeatListener {
  /** `null` when the member is not in the group. */
  onSeat(seat: GroupSeat | null): void;
  /** The group has heard of the member just now. */
  onBeat(): void;
  /**
   * Whether somebody has beaten for the member since this was asked last. A coordinator of the consumer protocol tells
   * what is new only once, which then was not to the member.
   */
  wasActedFor(): boolean;
}

export const unheardSeat: SeatListener = {
  onSeat: () => undefined,
  onBeat: () => undefined,
  wasActedFor: () => false,
};
