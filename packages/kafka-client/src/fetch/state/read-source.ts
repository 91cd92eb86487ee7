import type { Leader } from '../../cluster/topic-metadata.ts';
import type { Position } from '../buffer/position.ts';

/** Whom a partition is read from: its leader, or the replica that the leader prefers for this client (KIP-392). */
export class ReadSource {
  /** The leader that knows of the position. */
  #leader: Leader | null = null;
  #preferred: { readonly nodeId: number; readonly untilMs: number } | null = null;
  #isUnchecked = false;

  /** Whether the leader has to be asked first whether it has what was read so far (KIP-320). */
  get isUnchecked(): boolean {
    return this.#isUnchecked;
  }

  /** The replica read from in place of the leader, as of the last request; `null` for none. */
  get replica(): number | null {
    return this.#preferred?.nodeId ?? null;
  }

  /** Takes notice of the leader. One that is new, or has a new epoch, may lack what its forerunner had. */
  follow(leader: Leader, { leaderEpoch }: Position): void {
    if (this.#leader?.nodeId === leader.nodeId && this.#leader.epoch === leader.epoch) return;
    this.#leader = leader;
    this.#preferred = null;
    this.#isUnchecked = leader.epoch >= 0 && leaderEpoch !== null;
  }

  /** The leader has what was read so far, or cannot tell. */
  checked(): void {
    this.#isUnchecked = false;
  }

  /** The position is another one, of which no leader knows. */
  forgetLeader(): void {
    this.#leader = null;
    this.#isUnchecked = false;
  }

  /** Until that moment of the monotonic clock. */
  prefer(nodeId: number, untilMs: number): void {
    this.#preferred = { nodeId, untilMs };
  }

  /** Goes back to the leader; false where it was the leader already. */
  leaveReplica(): boolean {
    const hadReplica = this.#preferred !== null;
    this.#preferred = null;
    return hadReplica;
  }

  /** The node to ask. */
  nodeId(leader: Leader, nowMs: number): number {
    if (this.#preferred !== null && this.#preferred.untilMs <= nowMs) this.#preferred = null;
    return this.#preferred?.nodeId ?? leader.nodeId;
  }
}
