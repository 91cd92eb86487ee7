import type { Password } from '@sluice/connect-api';
import type { JdbcUrl } from './jdbc-url.ts';

/** Where a database is and how to get in. */
export interface ConnectionSettings {
  readonly url: JdbcUrl;
  /** Stronger than what the URL says. */
  readonly user: string | null;
  readonly password: Password | null;
  /** Properties of the driver from elsewhere than the URL, weaker than those of the URL. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The zone of timestamps that have none, e.g. `UTC`, `Europe/Berlin`. */
  readonly timeZone: string;
  /** What the server shows as the name of the client. */
  readonly applicationName: string;
  /** After this a connection that is not there has failed; 10 seconds by default. */
  readonly connectTimeoutMs?: number;
}

/** The properties of the driver by name. */
export function driverProperties({ url, properties = {} }: ConnectionSettings): ReadonlyMap<string, string> {
  return new Map([...Object.entries(properties), ...url.properties]);
}

export const defaultConnectTimeoutMs = 10_000;
