import type { PluginLogger } from '@sluice/connect-api';
import type { StandIn } from '@sluice/kafka-client';
import type { ClientProperties } from '../../../config/client-properties.ts';
import { withinTime } from '../../../timing/within-time.ts';
import { isRetriableInKafka } from '../../../retriable-in-kafka.ts';
import { monotonicMs } from '../../../timing/monotonic.ts';
import { Beats, type TakenSeat } from '../../taken-seat.ts';

/** Acts for a member of a group, by requests of its own. */
export type SeatStandIn = Pick<StandIn, 'beat' | 'leave' | 'close'>;

export interface KeptSeatParts {
  /** @throws Error when the properties are wrong. */
  readonly openStandIn: (properties: ClientProperties, log: PluginLogger) => Promise<SeatStandIn>;
  readonly log: PluginLogger;
}

const leaveTimeoutMs = 5000;
const awayReason = 'consumer poll timeout has expired.';

/** The place of one member, kept while its thread is silent. */
export class KeptSeat {
  readonly #parts: KeptSeatParts;
  #taken: TakenSeat;
  #beats: Beats;
  #standIn: Promise<SeatStandIn> | null = null;
  /** When somebody else has beaten for the member last. */
  #beatenMs = Number.NEGATIVE_INFINITY;
  #isActing = false;
  /** Nothing helps the seat any more as it is: the group has gone on without it, or it was given up. */
  #isLost = false;

  constructor(taken: TakenSeat, parts: KeptSeatParts) {
    this.#parts = parts;
    this.#taken = taken;
    this.#beats = new Beats(taken.beats);
  }

  /** The member has another place. */
  replace(taken: TakenSeat): void {
    this.#taken = taken;
    this.#beats = new Beats(taken.beats);
    this.#isLost = false;
  }

  /** Beats for the member if it has not for too long, and gives its place up when it is away for longer than it may. */
  tick(nowMs: number): void {
    const { isBeating, overdueAfterMs, maxAwayMs } = this.#taken.seat;
    const memberMs = this.#beats.ownMs;
    if (memberMs > this.#beatenMs) this.#rest();
    if (!isBeating || this.#isActing || this.#isLost) return;
    if (nowMs - memberMs > maxAwayMs) this.#act(this.#giveUp());
    else if (nowMs - Math.max(memberMs, this.#beatenMs) > overdueAfterMs)
      this.#act(this.#beat(nowMs - memberMs));
  }

  /** Leaves the group: the member is gone without having done so. Never rejects. */
  async leave(reason: string): Promise<void> {
    this.#isLost = true;
    const { properties, seat } = this.#taken;
    const { log } = this.#parts;
    try {
      const standIn = await this.#open(properties);
      await withinTime(standIn.leave(seat, reason), leaveTimeoutMs);
      log.info(
        { group: seat.groupId, member: seat.memberId, reason },
        'Left the group for a task that is gone',
      );
    } catch (error) {
      log.warn({ err: error, group: seat.groupId }, 'The group could not be told that a task is gone');
    }
  }

  close(): void {
    this.#isLost = true;
    this.#rest();
  }

  /** The member acts for itself again, or there is nothing to do for it. */
  #rest(): void {
    const standIn = this.#standIn;
    this.#standIn = null;
    this.#beatenMs = Number.NEGATIVE_INFINITY;
    standIn?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  }

  #act(action: Promise<void>): void {
    this.#isActing = true;
    void action.finally(() => (this.#isActing = false));
  }

  async #beat(silentMs: number): Promise<void> {
    const { properties, seat } = this.#taken;
    const { log } = this.#parts;
    const names = { group: seat.groupId, member: seat.memberId };
    try {
      const standIn = await this.#open(properties);
      this.#beats.othersMs = monotonicMs();
      await standIn.beat(seat);
      if (this.#beatenMs === Number.NEGATIVE_INFINITY)
        log.info({ ...names, silentMs }, 'A task keeps its thread busy; heartbeats are sent for it');
      this.#beatenMs = monotonicMs();
    } catch (error) {
      if (isRetriableInKafka(error)) return;
      this.#isLost = true;
      log.warn({ ...names, err: error }, 'The group has gone on without a task that keeps its thread busy');
    }
  }

  async #giveUp(): Promise<void> {
    const { maxAwayMs, groupId } = this.#taken.seat;
    this.#parts.log.warn(
      { group: groupId, maxAwayMs },
      'A task has kept its thread busy for longer than max.poll.interval.ms; its partitions go to others',
    );
    await this.leave(awayReason);
  }

  #open(properties: ClientProperties): Promise<SeatStandIn> {
    const { openStandIn, log } = this.#parts;
    return (this.#standIn ??= openStandIn(properties, log));
  }
}
