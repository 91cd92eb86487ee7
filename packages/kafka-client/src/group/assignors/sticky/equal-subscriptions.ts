import { partitionKey, type TopicPartition } from '../../../topic-partition.ts';
import { allPartitions, compareText, type Division, type Subscriber, type TopicRacks } from '../assignor.ts';
import { MemberRacks } from './member-racks.ts';
import { ownedPartitions, type OwnedPartitions } from './owned-partitions.ts';
import type { StickyDivision } from './sticky-division.ts';

/**
 * The sticky division where all members want the same topics, so that every partition may go anywhere: all members get
 * `low` partitions or one more. What a member owns it keeps up to that; what is left is dealt out.
 */
export class EqualSubscriptions {
  readonly #topics: TopicRacks;
  readonly #memberIds: readonly string[];
  readonly #racks: MemberRacks;
  readonly #owned: OwnedPartitions;
  readonly #division: Division;
  readonly #low: number;
  /** How many more members may get one partition more than `low`. */
  #extrasLeft: number;
  #belowLow: string[] = [];
  /** Members with `low` partitions that may get one more. */
  #atLow: string[] = [];
  /** Who had to give a partition up. */
  readonly #givenUp = new Map<string, string>();
  readonly #moving = new Map<string, string>();

  constructor(topics: TopicRacks, subscribers: readonly Subscriber[]) {
    const partitionCount = allPartitions(topics).length;
    this.#topics = topics;
    this.#memberIds = subscribers.map(({ memberId }) => memberId).sort(compareText);
    this.#racks = new MemberRacks(topics, subscribers);
    this.#owned = ownedPartitions(topics, subscribers);
    this.#division = new Map(this.#memberIds.map((memberId) => [memberId, []]));
    this.#low = Math.floor(partitionCount / subscribers.length);
    this.#extrasLeft = partitionCount % subscribers.length;
  }

  divide(): StickyDivision {
    const extras = this.#extrasLeft;
    for (const memberId of this.#memberIds) this.#keep(memberId, extras);
    this.#belowLow.sort(compareText);
    this.#atLow.sort(compareText);
    const left = this.#racks.matter ? this.#dealByRacks(this.#unassigned()) : this.#unassigned();
    this.#dealRound(left);
    return { division: this.#division, moving: this.#moving };
  }

  #keep(memberId: string, extras: number): void {
    const owned = this.#owned.byMember.get(memberId) ?? [];
    const near = owned.filter((one) => !this.#racks.isFar(memberId, one)).sort(byNumber);
    const hasExtra = extras > 0 && near.length > this.#low && this.#extrasLeft > 0;
    const keptCount = this.#low + (hasExtra ? 1 : 0);
    const kept = near.slice(0, keptCount);
    this.#division.set(memberId, kept);
    const keptKeys = new Set(kept.map(keyOf));
    for (const one of owned) if (!keptKeys.has(keyOf(one))) this.#givenUp.set(keyOf(one), memberId);
    if (near.length < this.#low) this.#belowLow.push(memberId);
    else if (hasExtra) this.#extraTaken();
    else if (this.#extrasLeft > 0) this.#atLow.push(memberId);
  }

  #extraTaken(): void {
    this.#extrasLeft -= 1;
    if (this.#extrasLeft === 0) this.#atLow = [];
  }

  #unassigned(): TopicPartition[] {
    const assigned = new Set([...this.#division.values()].flat().map(keyOf));
    const left = allPartitions(this.#topics).filter((one) => !assigned.has(keyOf(one)));
    return this.#racks.rarestFirst(left);
  }

  /** Deals out to members that are near; returns what is left. */
  #dealByRacks(partitions: readonly TopicPartition[]): TopicPartition[] {
    let turn = 0;
    return partitions.filter((one) => {
      const index = this.#racks.indexOfNear(one, this.#belowLow, turn);
      const memberId = this.#belowLow[index];
      if (memberId === undefined) return !this.#dealExtraByRack(one);
      const isFull = this.#give(one, memberId) >= this.#low;
      if (isFull) {
        this.#belowLow.splice(index, 1);
        if (this.#extrasLeft > 0) this.#atLow.push(memberId);
      }
      turn = this.#belowLow.length === 0 ? 0 : (isFull ? index : index + 1) % this.#belowLow.length;
      return false;
    });
  }

  #dealExtraByRack(one: TopicPartition): boolean {
    const index = this.#racks.indexOfNear(one, this.#atLow, 0);
    const memberId = this.#atLow[index];
    if (memberId === undefined) return false;
    this.#atLow.splice(index, 1);
    this.#give(one, memberId);
    this.#extraTaken();
    return true;
  }

  /** Round after round to the members below `low`, then one to each of the others. */
  #dealRound(partitions: readonly TopicPartition[]): void {
    let turn = 0;
    for (const one of partitions) {
      if (turn >= this.#belowLow.length) turn = 0;
      const memberId = this.#belowLow[turn] ?? this.#atLow.shift();
      if (memberId === undefined) throw new RangeError('more partitions than the members may get');
      const count = this.#give(one, memberId);
      if (this.#belowLow[turn] !== memberId) continue;
      if (count === this.#low) this.#atLow.push(...this.#belowLow.splice(turn, 1));
      else turn += 1;
    }
  }

  #give(one: TopicPartition, memberId: string): number {
    const key = keyOf(one);
    const before = this.#givenUp.get(key);
    const hasMoved = before !== undefined && before !== memberId;
    if (hasMoved || this.#owned.contested.has(key)) this.#moving.set(key, memberId);
    const partitions = this.#division.get(memberId) ?? [];
    return partitions.push(one);
  }
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}

function byNumber(left: TopicPartition, right: TopicPartition): number {
  return left.partition - right.partition || compareText(left.topic, right.topic);
}
