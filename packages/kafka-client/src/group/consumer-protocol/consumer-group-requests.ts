import {
  consumerGroupHeartbeatApi,
  errorCodes,
  type RequestInputOf,
  type ResponseOf,
} from '@sluice/kafka-protocol';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { Coordinator } from '../coordinator.ts';

export type HeartbeatInput = Partial<RequestInputOf<typeof consumerGroupHeartbeatApi>>;
export type HeartbeatResponse = ResponseOf<typeof consumerGroupHeartbeatApi>;

export interface ConsumerGroupIdentity {
  readonly groupId: string;
  /** `null` for a dynamic member. */
  readonly groupInstanceId: string | null;
  /** Of our own making (KIP-1082). */
  readonly memberId: string;
}

/** The heartbeats of one member, by which it does everything in its group. Each rejects with a KafkaError. */
export class ConsumerGroupRequests {
  readonly #coordinator: Coordinator;
  readonly #identity: ConsumerGroupIdentity;

  constructor(coordinator: Coordinator, identity: ConsumerGroupIdentity) {
    this.#coordinator = coordinator;
    this.#identity = identity;
  }

  get memberId(): string {
    return this.#identity.memberId;
  }

  get isStatic(): boolean {
    return this.#identity.groupInstanceId !== null;
  }

  async heartbeat(memberEpoch: number, fields: HeartbeatInput): Promise<HeartbeatResponse> {
    const { groupId, groupInstanceId: instanceId, memberId } = this.#identity;
    try {
      return await this.#coordinator.call({
        api: consumerGroupHeartbeatApi,
        body: { groupId, instanceId, memberId, memberEpoch, ...fields },
        codeOf: ({ errorCode }) => errorCode,
        detailOf: ({ errorMessage }) => errorMessage,
        action: `Heartbeat to group ${groupId}`,
      });
    } catch (error) {
      throw error instanceof KafkaError && error.is('UNSUPPORTED_VERSION') ? notSpoken(error) : error;
    }
  }
}

function notSpoken(cause: KafkaError): KafkaError {
  const message = `group.protocol=consumer needs brokers of Kafka 4.0 or later that have it enabled; set group.protocol=classic (${cause.message})`;
  return new KafkaError(errorCodes.UNSUPPORTED_VERSION, message, {
    ...(cause.broker === null ? {} : { broker: cause.broker }),
    cause,
  });
}
