import type { ClientLog } from '../../client-log.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { ConsumerSettings } from '../../settings/consumer-settings.ts';
import { formatPartition } from '../../topic-partition.ts';
import type { Position } from '../buffer/position.ts';
import type { PartitionState } from '../state/partition-state.ts';

export interface LostPositionParts {
  readonly settings: ConsumerSettings;
  readonly log: ClientLog;
}

const remedy = 'seek to another offset or set auto.offset.reset to earliest or latest';

/** Goes on as `auto.offset.reset` says where the log no longer has, or never had, the position. */
export class LostPosition {
  readonly #parts: LostPositionParts;

  constructor(parts: LostPositionParts) {
    this.#parts = parts;
  }

  outOfRange(state: PartitionState): void {
    const { topic, partition, position } = state;
    const message = `Offset ${position} of ${formatPartition(state)} is out of range, and auto.offset.reset=none; ${remedy}`;
    if (this.#hasToFail(state, message)) return;
    this.#parts.log.warn(
      { topic, partition, position },
      'The position is out of range; going on as auto.offset.reset says',
    );
    state.restartFrom('policy');
  }

  /**
   * What was read before the position is gone from the log (KIP-320): a leader was elected that did not have it.
   * `end` is where the log and what was read part; `null` when no longer known.
   */
  truncated(state: PartitionState, end: Position | null): void {
    if (state.hasBuffered) return this.#withoutBuffered(state);
    const { topic, partition, position } = state;
    const parting =
      end === null
        ? 'where it parts from what was read is not known'
        : `it parts from what was read at offset ${end.offset}`;
    const message =
      `The log of ${formatPartition(state)} was truncated before offset ${position}: ${parting}, ` +
      `and auto.offset.reset=none; ${remedy}`;
    if (this.#hasToFail(state, message)) return;
    this.#parts.log.warn(
      { topic, partition, position, divergingOffset: end?.offset ?? null },
      'The log was truncated; going on where it parts from what was read',
    );
    if (end === null) state.restartFrom('policy');
    else state.seek(end.offset, end.leaderEpoch);
  }

  /** Perhaps only what was fetched ahead is gone: it is fetched again, from a position that is checked itself. */
  #withoutBuffered(state: PartitionState): void {
    state.refetch();
    if (state.fetchPosition.leaderEpoch === null) state.source.checked();
  }

  #hasToFail(state: PartitionState, message: string): boolean {
    const { topic, partition } = state;
    if (this.#parts.settings['auto.offset.reset'] !== 'none') return false;
    state.failure = new KafkaError('OFFSET_OUT_OF_RANGE', message, { topic, partition });
    return true;
  }
}
