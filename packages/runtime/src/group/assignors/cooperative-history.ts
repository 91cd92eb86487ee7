import { noWork, type Work } from '../protocol/work.ts';

/**
 * What a leader remembers from one round to the next. It is lost with the leader; one that comes to lead again goes on
 * with what it remembers from then.
 */
export interface CooperativeHistory {
  /** All that was assigned after the last round, and what was still lost. */
  readonly assignment: Work;
  /** All that was to be stopped in the last round. */
  readonly revocation: Work;
  /** Whether work was taken from members in the last round to even out. */
  readonly hasRevokedToBalance: boolean;
  /** Rounds in a row that would have taken work to even out, each after one that did. */
  readonly successiveRevocations: number;
  /** Members without work that were seen while lost work waited: they get it, in this order. */
  readonly candidates: readonly string[];
  /** When the delay ends, in ms since the epoch; 0 for none. */
  readonly scheduledMs: number;
  readonly delayMs: number;
  /** -1 before the first round. */
  readonly generationId: number;
  readonly memberIds: ReadonlySet<string>;
}

export const noHistory: CooperativeHistory = {
  assignment: noWork,
  revocation: noWork,
  hasRevokedToBalance: false,
  successiveRevocations: 0,
  candidates: [],
  scheduledMs: 0,
  delayMs: 0,
  generationId: -1,
  memberIds: new Set(),
};
