import { RuleError, splitList, type Setting } from './setting.ts';

/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export function formatAddress({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** `host:port`, IPv6 hosts in brackets, a protocol in front (`PLAINTEXT://`) allowed. */
const addressPattern = /^(?:[a-zA-Z][\w+.-]*:\/\/)?(?:\[([\da-fA-F:%._]+)\]|([^[\]:/\s]+)):(\d{1,5})$/;

function parseAddress(text: string): BrokerAddress {
  const match = addressPattern.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new RuleError(`${text} is not host:port`);
  }
  return { host, port };
}

/** The brokers to ask first; one that answers names all the others. */
export const bootstrapServers: Setting<readonly BrokerAddress[]> = {
  parse(text) {
    const addresses = splitList(text).map(parseAddress);
    if (addresses.length === 0) throw new RuleError('At least one host:port is needed');
    return addresses;
  },
};
