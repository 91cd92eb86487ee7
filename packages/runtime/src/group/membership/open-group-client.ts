import type { PluginLogger } from '@sluice/connect-api';
import { GroupClient, parseAdminSettings, worthWarning, type ClientProperties } from '@sluice/kafka-client';

export interface WorkerGroupOptions {
  /** What its connections are configured with: the worker's own settings, without a prefix. */
  readonly properties: ClientProperties;
  /** `host:port` of the advertised address, which the group sees where the worker has no `client.id`. */
  readonly workerId: string;
  /** `group.id` */
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly log: PluginLogger;
}

/** What workers have where clients have less time. */
const workerDefaults = { 'request.timeout.ms': '40000' };

/** The way into the group of a cluster's workers. @throws SettingsError when properties of its connections are wrong. */
export function openGroupClient(options: WorkerGroupOptions): GroupClient {
  const { properties, workerId, groupId, sessionTimeoutMs, rebalanceTimeoutMs, heartbeatIntervalMs, log } =
    options;
  const clientId = properties['client.id']?.trim() || `connect-${workerId}`;
  const { settings, ignoredKeys } = parseAdminSettings({
    ...workerDefaults,
    ...properties,
    'client.id': clientId,
  });
  const keys = worthWarning(ignoredKeys);
  if (keys.length > 0) log.warn({ keys }, 'These client settings have no effect in this version');
  return new GroupClient(settings, {
    identity: {
      groupId,
      groupInstanceId: null,
      protocolType: 'connect',
      sessionTimeoutMs,
      rebalanceTimeoutMs,
    },
    heartbeatIntervalMs,
    absence: {
      maxMs: rebalanceTimeoutMs,
      reason: 'worker poll timeout has expired.',
      warning:
        'This worker took longer than rebalance.timeout.ms to stop or take over work, and has left its group; it joins again',
    },
    log,
  });
}
