import { ConfigError } from '@sluice/connect-api';
import { formatHost, type Listener, type ListenerProtocol } from './listener.ts';

/** How other workers and users reach this one. */
export interface AdvertisedAddress {
  readonly protocol: ListenerProtocol;
  /** As it stands in a URL. */
  readonly host: string;
  readonly port: number;
}

/** What the worker settings say of it; `null` where they say nothing. */
export interface AdvertisedSettings {
  /** `rest.advertised.listener` */
  readonly protocol: ListenerProtocol | null;
  /** `rest.advertised.host.name` */
  readonly host: string | null;
  /** `rest.advertised.port` */
  readonly port: number | null;
}

/**
 * Reads `rest.advertised.listener`, in any letter case; `null` where it says nothing.
 * @throws ConfigError for what is no protocol of listeners.
 */
export function parseAdvertisedProtocol(text: string | null): ListenerProtocol | null {
  const protocol = text?.trim().toLowerCase() ?? '';
  if (protocol === '') return null;
  if (protocol === 'http' || protocol === 'https') return protocol;
  throw new ConfigError(
    `Invalid value ${text} for configuration rest.advertised.listener: it must be http or https`,
    { code: 'CONFIG_VALUE_INVALID', key: 'rest.advertised.listener' },
  );
}

/**
 * The advertised address of a worker: where the settings leave it open, that of its first listener with the advertised
 * protocol, and if none speaks it (a proxy may) that of its first listener.
 * @param listeners - with the ports they are bound to, at least one.
 * @param machineAddress - stands in for the host of a listener on all interfaces.
 */
export function advertisedAddress(
  listeners: readonly [Listener, ...Listener[]],
  settings: AdvertisedSettings,
  machineAddress: string,
): AdvertisedAddress {
  const speaking = (wanted: ListenerProtocol) => listeners.find(({ protocol }) => protocol === wanted);
  const protocol = settings.protocol ?? (speaking('http') === undefined ? 'https' : 'http');
  const listener = speaking(protocol) ?? listeners[0];
  const host = settings.host ?? (listener.host === '' ? machineAddress : listener.host);
  return { protocol, host: formatHost(host), port: settings.port ?? listener.port };
}

/** The URL that workers tell each other; it ends in a slash. */
export function formatAdvertisedUrl({ protocol, host, port }: AdvertisedAddress): string {
  return `${protocol}://${host}:${port}/`;
}

/** The name of the worker in states, `host:port`. */
export function formatWorkerId({ host, port }: AdvertisedAddress): string {
  return `${host}:${port}`;
}
