import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InMemoryLog } from '../../../../testing/in-memory-log.ts';
import { Beats, type TakenSeat } from '../../taken-seat.ts';
import { SeatKeeper } from './seat-keeper.ts';

const times = { overdueAfterMs: 2000, maxAwayMs: 20_000 };

/** A member that beats when told to. */
class Member {
  readonly beats = new Beats();

  beat(): void {
    this.beats.ownMs = performance.now();
  }

  seat(more: Partial<TakenSeat['seat']> = {}): TakenSeat {
    const seat = {
      protocol: 'classic' as const,
      groupId: 'connect-c',
      groupInstanceId: null,
      memberId: 'm',
      generationId: 3,
      held: [],
      isBeating: true,
      ...times,
      ...more,
    };
    return { seat, properties: { 'group.id': 'connect-c' }, beats: this.beats.memory };
  }
}

let calls: string[];
let refusal: Error | null;
let keeper: SeatKeeper;
let member: Member;
let log: InMemoryLog;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => BigInt(Math.round(performance.now() * 1e6)));
  calls = [];
  refusal = null;
  log = new InMemoryLog();
  member = new Member();
  member.beat();
  keeper = new SeatKeeper({
    log,
    openStandIn: (properties) => {
      calls.push(`open ${properties['group.id']}`);
      return Promise.resolve({
        beat: ({ memberId, generationId }) => {
          calls.push(`beat ${memberId}/${generationId}`);
          return refusal === null ? Promise.resolve() : Promise.reject(refusal);
        },
        leave: ({ memberId }, reason) => {
          calls.push(`leave ${memberId}: ${reason}`);
          return Promise.resolve();
        },
        close: () => void calls.push('close'),
      });
    },
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('the keeper of seats', () => {
  it('beats for a member that is silent, until it beats itself again', async () => {
    keeper.take('1', member.seat());
    await pass(1900);
    expect(calls).toEqual([]);
    await pass(5000);
    expect(calls).toEqual(['open connect-c', 'beat m/3', 'beat m/3', 'beat m/3']);
    member.beat();
    await pass(1000);
    expect(calls.slice(4)).toEqual(['close']);
    expect(member.beats.othersMs).toBeGreaterThan(0);
    for (let time = 0; time < 10; time++) {
      await pass(1000);
      member.beat();
    }
    expect(calls).toHaveLength(5);
  });

  it('lets a member be that the group expects no heartbeats of', async () => {
    keeper.take('1', member.seat({ isBeating: false }));
    await pass(10_000);
    expect(calls).toEqual([]);
  });

  it('beats as what the member is now', async () => {
    keeper.take('1', member.seat());
    keeper.take('1', member.seat({ generationId: 4 }));
    await pass(2500);
    expect(calls).toEqual(['open connect-c', 'beat m/4']);
  });

  it('goes on after a heartbeat that got no answer', async () => {
    keeper.take('1', member.seat());
    refusal = Object.assign(new Error('nobody answers'), { retriable: true });
    await pass(2500);
    refusal = null;
    await pass(500);
    expect(calls.filter((call) => call === 'beat m/3').length).toBeGreaterThan(1);
    expect(log.messages('info')).toEqual(['A task keeps its thread busy; heartbeats are sent for it']);
  });

  it('does no more for a member that the group does not know, until that has another place', async () => {
    keeper.take('1', member.seat());
    refusal = Object.assign(new Error('unknown'), { retriable: false });
    await pass(10_000);
    expect(calls).toEqual(['open connect-c', 'beat m/3', 'close']);
    refusal = null;
    keeper.take('1', member.seat({ memberId: 'n', generationId: 5 }));
    await pass(500);
    expect(calls.slice(3)).toEqual(['open connect-c', 'beat n/5']);
  });

  it('gives the place up when the member is away for longer than it may', async () => {
    keeper.take('1', member.seat());
    await pass(30_000);
    expect(calls.at(-1)).toBe('leave m: consumer poll timeout has expired.');
    expect(calls.filter((call) => call.startsWith('leave'))).toHaveLength(1);
  });

  it('leaves for all members that are in a group when the thread is gone, once', async () => {
    keeper.take('1', member.seat());
    keeper.take('2', new Member().seat({ memberId: 'gone' }));
    keeper.take('3', new Member().seat({ memberId: 'waits', isBeating: false }));
    keeper.take('2', null);
    await Promise.all([keeper.giveUp('the end'), keeper.giveUp('the end')]);
    expect(calls.filter((call) => call.startsWith('leave'))).toEqual([
      'leave m: the end',
      'leave waits: the end',
    ]);
    keeper.take('4', member.seat());
    await pass(10_000);
    expect(calls.filter((call) => call === 'close')).toHaveLength(2);
    expect(calls.filter((call) => call.startsWith('beat'))).toEqual([]);
  });
});
