import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { BrokerUnderTest, partitionCount, type Producer } from '../testing/broker-under-test.ts';

const runs = Number(process.env['SLUICE_MODEL_RUNS'] ?? 30);

type Step =
  | { readonly kind: 'produce'; readonly partition: number }
  | { readonly kind: 'transact'; readonly id: string; readonly partition: number }
  | { readonly kind: 'end'; readonly id: string; readonly commit: boolean }
  | { readonly kind: 'take over'; readonly id: string }
  | { readonly kind: 'restart' }
  /** With a request under way that nobody waits for. */
  | { readonly kind: 'crash'; readonly during: 'nothing' | 'produce' | 'end'; readonly tornBytes: number };

const ids = ['one', 'two'];
const partition = fc.nat({ max: partitionCount - 1 });
const id = fc.constantFrom(...ids);

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('produce' as const), partition }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('transact' as const), id, partition }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('end' as const), id, commit: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('take over' as const), id }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('crash' as const),
        during: fc.constantFrom('nothing' as const, 'produce' as const, 'end' as const),
        tornBytes: fc.nat({ max: 60 }),
      }),
    },
  ),
  { minLength: 5, maxLength: 40 },
);

type Fate = 'plain' | 'open' | 'committed' | 'aborted' | 'unknown';

interface Written {
  readonly partition: number;
  readonly offset: number;
  readonly value: string;
  readonly transaction: Transaction | null;
}

interface Transaction {
  fate: Fate;
  readonly added: Set<number>;
}

interface Session {
  producer: Producer;
  transaction: Transaction | null;
  readonly sequences: number[];
}

/** What must be true of the broker, by all that it has answered. */
class Model {
  readonly #broker: BrokerUnderTest;
  readonly #written: Written[] = [];
  readonly #sessions = new Map<string, Session>();
  /** Sent, and never answered. */
  readonly #uncertain = new Set<string>();
  #count = 0;

  constructor(broker: BrokerUnderTest) {
    this.#broker = broker;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'produce':
        return this.#produce(step.partition);
      case 'transact':
        return this.#transact(step.id, step.partition);
      case 'end':
        return this.#end(step.id, step.commit);
      case 'take over':
        return this.#takeOver(step.id);
      case 'restart':
        return this.#broker.restart();
      case 'crash':
        return this.#crash(step.during, step.tornBytes);
    }
  }

  async check(): Promise<void> {
    for (let partition = 0; partition < partitionCount; partition += 1) {
      const all = await this.#broker.read(partition, 'all');
      const committed = await this.#broker.read(partition, 'committed');
      const here = this.#written.filter((each) => each.partition === partition);
      for (const { offset, value } of here) assert.equal(all.get(offset), value);
      const known = new Set(here.map(({ value }) => value));
      const others = [...all.values()].filter((value) => !known.has(value));
      assert.deepEqual(
        others.filter((value) => !this.#uncertain.has(value)),
        [],
      );
      this.#checkCommitted(here, committed);
    }
  }

  // Behind the first record of a transaction under way nothing is seen, whatever it is.
  #checkCommitted(here: readonly Written[], committed: ReadonlyMap<number, string>): void {
    const firstOpen = Math.min(
      Infinity,
      ...here.filter(({ transaction }) => transaction?.fate === 'open').map(({ offset }) => offset),
    );
    for (const { offset, transaction } of here) {
      const fate = transaction?.fate ?? 'plain';
      if (fate === 'unknown') continue;
      const isSeen = (fate === 'plain' || fate === 'committed') && offset < firstOpen;
      assert.deepEqual([offset, fate, committed.has(offset)], [offset, fate, isSeen]);
    }
  }

  async #produce(partition: number): Promise<void> {
    const value = this.#nextValue();
    const answer = await this.#broker.produce(partition, value);
    assert.equal(answer?.errorCode, 0);
    if (answer !== null) this.#written.push({ partition, offset: answer.offset, value, transaction: null });
  }

  async #transact(id: string, partition: number): Promise<void> {
    const session = await this.#sessionOf(id);
    const transaction = (session.transaction ??= { fate: 'open', added: new Set() });
    if (!transaction.added.has(partition)) {
      assert.equal(await this.#broker.add(id, session.producer, partition), 0);
      transaction.added.add(partition);
    }
    const value = this.#nextValue();
    const sequence = session.sequences[partition] ?? 0;
    const answer = await this.#broker.produce(partition, value, {
      ...session.producer,
      transactionalId: id,
      sequence,
    });
    assert.equal(answer?.errorCode, 0);
    session.sequences[partition] = sequence + 1;
    if (answer !== null) this.#written.push({ partition, offset: answer.offset, value, transaction });
  }

  async #end(id: string, commit: boolean): Promise<void> {
    const session = this.#sessions.get(id);
    if (session === undefined || session.transaction === null) return;
    assert.equal(await this.#broker.end(id, session.producer, commit), 0);
    session.transaction.fate = commit ? 'committed' : 'aborted';
    session.transaction = null;
  }

  async #takeOver(id: string): Promise<void> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    await this.#sessionOf(id);
    if (session?.transaction?.fate === 'open') session.transaction.fate = 'aborted';
    if (session?.transaction?.fate === 'unknown') this.#settle(session.transaction, await this.#seen());
    if (session !== undefined)
      assert.ok([47, 48, 90].includes((await this.#broker.end(id, session.producer, true)) ?? -1));
  }

  async #crash(during: 'nothing' | 'produce' | 'end', tornBytes: number): Promise<void> {
    const underWay =
      during === 'produce' ? this.#produceUnwatched() : during === 'end' ? this.#endUnwatched() : null;
    await this.#broker.crash(tornBytes);
    await underWay;
    // Whoever does not know what became of its transaction begins anew.
    for (const [id, { transaction }] of this.#sessions)
      if (transaction?.fate === 'unknown') await this.#takeOver(id);
  }

  #produceUnwatched(): Promise<unknown> {
    const value = this.#nextValue();
    this.#uncertain.add(value);
    return this.#broker.produce(0, value);
  }

  async #endUnwatched(): Promise<unknown> {
    const found = [...this.#sessions].find(([, { transaction }]) => transaction !== null);
    if (found === undefined) return null;
    const [id, session] = found;
    if (session.transaction !== null) session.transaction.fate = 'unknown';
    return this.#broker.end(id, session.producer, true);
  }

  async #seen(): Promise<ReadonlySet<string>> {
    const values = new Set<string>();
    for (let partition = 0; partition < partitionCount; partition += 1) {
      for (const value of (await this.#broker.read(partition, 'committed')).values()) values.add(value);
    }
    return values;
  }

  /** All of it is there, or nothing; what is behind a transaction under way says nothing yet. */
  #settle(transaction: Transaction, seen: ReadonlySet<string>): void {
    const mine = this.#written.filter((each) => each.transaction === transaction);
    const firstOpen = (partition: number): number =>
      Math.min(
        Infinity,
        ...this.#written
          .filter((each) => each.partition === partition && each.transaction?.fate === 'open')
          .map(({ offset }) => offset),
      );
    const visible = mine.filter(({ partition, offset }) => offset < firstOpen(partition));
    const fates = new Set(visible.map(({ value }) => seen.has(value)));
    assert.ok(fates.size <= 1);
    if (fates.size === 1) transaction.fate = fates.has(true) ? 'committed' : 'aborted';
  }

  async #sessionOf(id: string): Promise<Session> {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const producer = await this.#broker.init(id);
    if (producer === null) throw new Error('no producer id');
    const { producerId, producerEpoch } = producer;
    const session: Session = { producer: { producerId, producerEpoch }, transaction: null, sequences: [] };
    this.#sessions.set(id, session);
    return session;
  }

  #nextValue(): string {
    this.#count += 1;
    return `value ${this.#count}`;
  }
}

describe('a broker, whatever is asked of it and whenever it crashes', () => {
  it(
    'has all that it acknowledged, and of transactions all or nothing',
    { timeout: 60_000 + runs * 4000 },
    async () => {
      const checking = fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const broker = await BrokerUnderTest.start();
          try {
            const model = new Model(broker);
            for (const step of taken) await model.take(step);
            await model.check();
            await broker.crash(0);
            await model.check();
          } finally {
            await broker.stop();
          }
        }),
        { numRuns: runs },
      );
      await expect(checking).resolves.toBeUndefined();
    },
  );
});
