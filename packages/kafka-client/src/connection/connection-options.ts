import type { ClientSettings } from '../settings/client-settings.ts';
import type { ChannelSecurity } from './channel-security.ts';
import type { ConnectionMetrics } from './connection-metrics.ts';

export type ConnectionSettings = Pick<
  ClientSettings,
  | 'client.id'
  | 'request.timeout.ms'
  | 'socket.connection.setup.timeout.ms'
  | 'socket.connection.setup.timeout.max.ms'
  | 'connections.max.idle.ms'
>;

/** What a connection needs to know beside the address. */
export interface ConnectionOptions {
  readonly settings: ConnectionSettings;
  readonly security: ChannelSecurity;
  readonly metrics: ConnectionMetrics;
  /** Added to what is said when the broker does not answer. */
  readonly remedy: string;
}
