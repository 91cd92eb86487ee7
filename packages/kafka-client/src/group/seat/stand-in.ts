import { consumerProtocolType } from '@sluice/kafka-protocol';
import { silentLog, type ClientLog } from '../../client-log.ts';
import { Cluster } from '../../cluster/cluster.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { ConsumerSettings } from '../../settings/consumer-settings.ts';
import { GroupRequests } from '../classic/group-requests.ts';
import { ConsumerGroupRequests } from '../consumer-protocol/consumer-group-requests.ts';
import { leavingEpoch, restingEpoch } from '../consumer-protocol/epochs.ts';
import { Coordinator } from '../coordinator.ts';
import type { GroupSeat } from './group-seat.ts';

/**
 * Acts for members of groups that cannot do so themselves: their thread is busy, or gone. It has connections of its own,
 * opened when first needed.
 */
export class StandIn {
  readonly #settings: ConsumerSettings;
  readonly #cluster: Cluster;
  readonly #coordinators = new Map<string, Coordinator>();

  /** @throws SettingsError when the settings of TLS or SASL cannot be used. */
  constructor(settings: ConsumerSettings, log: ClientLog = silentLog) {
    this.#settings = settings;
    const allowAutoTopicCreation = false;
    this.#cluster = new Cluster({ settings, log, metricGroup: 'consumer-metrics', allowAutoTopicCreation });
  }

  /**
   * Has the group hear of the member. That the group rebalances is for the member to see to, when it can.
   * @throws KafkaError that is retriable, or says that the group does not know this member as what it was.
   */
  async beat(seat: GroupSeat): Promise<void> {
    try {
      await this.#beat(seat);
    } catch (error) {
      if (!(error instanceof KafkaError && error.is('REBALANCE_IN_PROGRESS'))) throw error;
    }
  }

  /**
   * Leaves the group in place of the member; a static one is expected back, as when it leaves by itself.
   * @throws KafkaError
   */
  async leave(seat: GroupSeat, reason: string): Promise<void> {
    if (seat.protocol === 'classic') {
      await this.#classic(seat).leave(seat, { reason, isWaiting: false, isForGood: false });
      return;
    }
    const requests = this.#consumer(seat);
    await requests.heartbeat(requests.isStatic ? restingEpoch : leavingEpoch, {});
  }

  close(): void {
    this.#cluster.close();
  }

  async #beat(seat: GroupSeat): Promise<void> {
    if (seat.protocol === 'classic') return this.#classic(seat).heartbeat(seat);
    // With what it has, the member is known again by its last epoch even when this answer brings it a new one.
    await this.#consumer(seat).heartbeat(seat.generationId, { topicPartitions: [...seat.held] });
  }

  #classic({ groupId, groupInstanceId }: GroupSeat): GroupRequests {
    return new GroupRequests(this.#coordinator(groupId), {
      groupId,
      groupInstanceId,
      protocolType: consumerProtocolType,
      sessionTimeoutMs: this.#settings['session.timeout.ms'],
      rebalanceTimeoutMs: this.#settings['max.poll.interval.ms'],
    });
  }

  #consumer({ groupId, groupInstanceId, memberId }: GroupSeat): ConsumerGroupRequests {
    return new ConsumerGroupRequests(this.#coordinator(groupId), { groupId, groupInstanceId, memberId });
  }

  #coordinator(groupId: string): Coordinator {
    const known = this.#coordinators.get(groupId) ?? new Coordinator(this.#cluster, groupId);
    this.#coordinators.set(groupId, known);
    return known;
  }
}
