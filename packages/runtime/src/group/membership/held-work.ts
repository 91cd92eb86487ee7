import { assignmentOk, type WorkAssignment } from '../protocol/assignment-codec.ts';
import type { ConnectProtocol } from '../protocol/connect-protocol.ts';
import { noWork, union, without, type Work } from '../protocol/work.ts';

/** What a member has: what it was told last, with all its work in `assigned` and nothing in `revoked`. */
export class HeldWork {
  #last: WorkAssignment | null = null;

  /** What to tell the next leader; `null` for nothing ever, or no more. */
  get allocation(): WorkAssignment | null {
    return this.#last;
  }

  get work(): Work {
    return this.#last?.assigned ?? noWork;
  }

  get leaderId(): string {
    return this.#last?.leaderId ?? '';
  }

  /** Whether the last division succeeded: after one that failed a member goes on with what it has. */
  get isDivided(): boolean {
    return this.#last?.errorCode === assignmentOk;
  }

  /** What is left when this has been stopped; what is new is not taken. */
  drop(revoked: Work): void {
    if (this.#last !== null) this.#last = { ...this.#last, assigned: without(this.work, revoked) };
  }

  /** Of the cooperative protocols what is told is what is new. */
  take(told: WorkAssignment, { isCooperative }: ConnectProtocol): void {
    const kept = isCooperative ? without(this.work, told.revoked) : noWork;
    this.#last = { ...told, assigned: union([told.assigned, kept]), revoked: noWork };
  }

  forget(): void {
    this.#last = null;
  }
}
