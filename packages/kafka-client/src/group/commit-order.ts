import type { LinkPurpose } from '../cluster/broker-links.ts';

/**
 * Has commits carried out in the order in which they were asked for. Those on one connection are anyway: so the first
 * one on another connection waits until all before it are settled.
 */
export class CommitOrder {
  readonly #underWay = new Set<Promise<unknown>>();
  #purpose: LinkPurpose = 'group';
  #gate: Promise<unknown> | null = null;

  async inTurn<T>(purpose: LinkPurpose, send: () => Promise<T>): Promise<T> {
    if (purpose !== this.#purpose) {
      this.#purpose = purpose;
      this.#gate = Promise.allSettled([...this.#underWay]);
    }
    const gate = this.#gate;
    const sent = gate === null ? send() : gate.then(send);
    this.#underWay.add(sent);
    try {
      return await sent;
    } finally {
      this.#underWay.delete(sent);
      if (this.#underWay.size === 0) this.#gate = null;
    }
  }
}
