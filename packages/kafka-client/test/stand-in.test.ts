import { afterEach, describe, expect, inject, it } from 'vitest';
import type { GroupSeat, SeatListener } from '../src/group/seat/group-seat.ts';
import { GroupReader } from '../testing/group-reader.ts';
import { RealClients, uniqueName } from '../testing/real-clients.ts';

const clients = new RealClients(inject('kafka').bootstrapServers);
const readers: GroupReader[] = [];

afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.stop()));
  await clients.closeAll();
});

const patient = { timeout: 30_000 };

/** A member, and the place it tells of. */
class Seated {
  seat: GroupSeat | null = null;
  wasActedFor = false;
  readonly reader: GroupReader;

  constructor(properties: Readonly<Record<string, string>>, topic: string) {
    const seats: SeatListener = {
      onSeat: (seat) => void (this.seat = seat),
      onBeat: () => undefined,
      wasActedFor: () => this.wasActedFor,
    };
    this.reader = new GroupReader(clients.consumer(properties, { seats }), [topic]);
    readers.push(this.reader);
  }

  /** The place that it has by now. */
  get taken(): GroupSeat {
    if (this.seat === null) throw new Error('It is in no group');
    return this.seat;
  }

  get owned(): number {
    return this.reader.owned.length;
  }
}

describe.each(['classic', 'consumer'])('who stands in for a member by the %s protocol', (protocol) => {
  const group = (): Readonly<Record<string, string>> => ({
    'group.id': uniqueName('g'),
    'group.protocol': protocol,
    ...(protocol === 'classic' ? { 'heartbeat.interval.ms': '200' } : {}),
  });

  it('beats as what the member was last, also while the group rebalances, and changes nothing for it', async () => {
    const topic = await clients.topic(4);
    const properties = group();
    const first = new Seated(properties, topic);
    await expect.poll(() => first.owned, patient).toBe(4);
    await expect.poll(() => first.seat?.isBeating, patient).toBe(true);
    const standIn = clients.standIn(properties);
    const beat = (): Promise<void> => standIn.beat(first.taken);
    first.wasActedFor = true;
    await beat();
    const second = new Seated(properties, topic);
    await expect
      .poll(async () => {
        if (first.seat?.isBeating === true) await beat();
        return [first.owned, second.owned];
      }, patient)
      .toEqual([2, 2]);
    await beat();
    expect(first.reader.events.filter((event) => event.startsWith('lost'))).toEqual([]);
  });

  it('is refused for a member that the group does not know', async () => {
    const topic = await clients.topic(1);
    const properties = group();
    const seated = new Seated(properties, topic);
    await expect.poll(() => seated.owned, patient).toBe(1);
    const stranger = { ...seated.taken, memberId: 'nobody' };
    await expect(clients.standIn(properties).beat(stranger)).rejects.toMatchObject({ retriable: false });
  });

  it('leaves for the member: its partitions go to another at once', async () => {
    const topic = await clients.topic(1);
    const properties = group();
    const [first, second] = [new Seated(properties, topic), new Seated(properties, topic)];
    await expect.poll(() => first.owned + second.owned, patient).toBe(1);
    await expect.poll(() => first.seat !== null && second.seat !== null, patient).toBe(true);
    const owner = first.owned === 1 ? first : second;
    await clients.standIn(properties).leave(owner.taken, 'its thread is gone');
    await expect
      .poll(() => owner.reader.events.some((event) => event.startsWith('lost')), patient)
      .toBe(true);
    await expect.poll(() => first.owned + second.owned, patient).toBe(1);
  });
});
