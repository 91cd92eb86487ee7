import { ConfigError } from '@sluice/connect-api';

export type ListenerProtocol = 'http' | 'https';

/** An address to listen on. */
export interface Listener {
  readonly protocol: ListenerProtocol;
  /** Empty: all interfaces. IPv6 addresses stand without brackets. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

const listenerPattern =
  /^(?<protocol>[^:/]*):\/\/(?:\[(?<ipv6>[0-9a-fA-F:.%]+)\]|(?<host>[\w\-.%]*)):(?<port>\d+)$/;
const example = 'at least one URL is expected, ex: http://localhost:8080,https://localhost:8443.';

/** The worker settings that name listeners. */
export type ListenersKey = 'listeners' | 'admin.listeners';

/**
 * Reads the worker setting `listeners`, or `admin.listeners`.
 * @throws ConfigError for what is not `http://host:port` or `https://host:port`, in any letter case; the host may be
 * empty.
 */
export function parseListeners(
  listeners: readonly string[],
  key: ListenersKey = 'listeners',
): [Listener, ...Listener[]] {
  const refused = (message: string): ConfigError =>
    new ConfigError(message, { code: 'CONFIG_VALUE_INVALID', key });
  const [first, ...others] = listeners.map((text) => parseListener(text, refused));
  if (first === undefined) throw refused(`Invalid value for ${key}, ${example}`);
  return [first, ...others];
}

function parseListener(text: string, refused: (message: string) => ConfigError): Listener {
  if (text.trim() === '') throw refused('Empty URL found when parsing listeners list.');
  const { protocol = '', ipv6, host, port } = listenerPattern.exec(text.trim())?.groups ?? {};
  if (port === undefined || Number(port) > 65_535) {
    throw refused(`Listener doesn't have the right format (protocol://hostname:port). It is ${text}`);
  }
  const scheme = protocol.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') {
    throw refused(`Listener protocol must be either "http" or "https". It is ${text}`);
  }
  return { protocol: scheme, host: ipv6 ?? host ?? '', port: Number(port) };
}

/** A listener as users write it. */
export function formatListener({ protocol, host, port }: Listener): string {
  return `${protocol}://${formatHost(host)}:${port}`;
}

/** A host as it stands in a URL. */
export function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
