import type { ConnectProtocolMode } from '../../group/protocol/connect-protocol.ts';
import type { SessionKeySettings } from '../../signing/session-keys.ts';

/** How a worker takes part in its cluster. */
export interface DistributedSettings {
  /** `group.id` */
  readonly groupId: string;
  /** `connect.protocol` */
  readonly mode: ConnectProtocolMode;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly rebalanceTimeoutMs: number;
  /** `scheduled.rebalance.max.delay.ms` */
  readonly maxDelayMs: number;
  /** `worker.sync.timeout.ms` */
  readonly syncTimeoutMs: number;
  /** `worker.unsync.backoff.ms` */
  readonly unsyncBackoffMs: number;
  readonly keys: SessionKeySettings;
  /** `inter.worker.signature.algorithm` */
  readonly signatureAlgorithm: string;
  /** `inter.worker.verification.algorithms` */
  readonly verificationAlgorithms: readonly string[];
  /** `exactly.once.source.support=enabled` */
  readonly isExactlyOnce: boolean;
}
