import type { ClientSettings } from '../settings/client-settings.ts';

export type ConnectionSettings = Pick<
  ClientSettings,
  'client.id' | 'request.timeout.ms' | 'socket.connection.setup.timeout.ms' | 'connections.max.idle.ms'
>;

/** What a connection needs to know beside the address. */
export interface ConnectionOptions {
  readonly settings: ConnectionSettings;
  /** Added to what is said when the broker does not answer. */
  readonly remedy: string;
}
