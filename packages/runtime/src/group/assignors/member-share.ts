import { mapWork, union, without, type Work, type WorkKind } from '../protocol/work.ts';
import type { MemberDivision, RoundMember } from './round.ts';

/** The work of a member while it is being divided. */
export class MemberShare {
  readonly memberId: string;
  /** What it had and can keep or has to hand over: not what is deleted. */
  readonly #current: Work;
  #revoked: Work;
  #next: Work;

  constructor({ memberId, held }: RoundMember, told: { readonly deleted: Work; readonly revoked: Work }) {
    this.memberId = memberId;
    this.#revoked = told.revoked;
    this.#current = without(held, told.deleted);
    this.#next = without(held, told.revoked);
  }

  /** What it will have. */
  get next(): Work {
    return this.#next;
  }

  get revoked(): Work {
    return this.#revoked;
  }

  revoke(work: Work): void {
    this.#revoked = union([this.#revoked, work]);
    this.#next = without(this.#next, work);
  }

  add<T>(kind: WorkKind<T>, items: readonly T[]): void {
    const all = this.#next;
    this.#next = mapWork((other) =>
      Object.is(other, kind) ? [...other.of(all), ...(items as readonly never[])] : other.of(all),
    );
  }

  division(): MemberDivision {
    return { assigned: without(this.#next, this.#current), revoked: this.#revoked, all: this.#next };
  }
}
