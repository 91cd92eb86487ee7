/** A node that can be connected to. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

/** What a URI says. */
export interface RedisAddress {
  readonly nodes: readonly NodeAddress[];
  readonly usesTls: boolean;
  /** Set where the nodes are sentinels: the master to ask them for. */
  readonly sentinelMaster: string | null;
  readonly database: number;
  readonly username: string | null;
  readonly password: string | null;
  readonly clientName: string | null;
  readonly verifiesPeer: 'full' | 'ca' | 'none';
}

const form =
  /^(?<scheme>[a-z+-]+):\/\/(?:(?<user>[^/?#]*)@)?(?<hosts>[^/?#@]*)(?:\/(?<database>[^?#]*))?(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/i;

const schemes: Readonly<Record<string, { readonly tls: boolean; readonly sentinel: boolean }>> = {
  redis: { tls: false, sentinel: false },
  rediss: { tls: true, sentinel: false },
  'redis+ssl': { tls: true, sentinel: false },
  'redis+tls': { tls: true, sentinel: false },
  'redis-sentinel': { tls: false, sentinel: true },
  'rediss-sentinel': { tls: true, sentinel: true },
};

/** Reads a URI in the syntax that Lettuce, the client of the Java connector, has. @throws Error saying what is wrong, never the URI. */
export function parseRedisAddress(uri: string): RedisAddress {
  const parts = form.exec(uri)?.groups;
  if (parts === undefined) throw new Error('it does not have the form redis://host:port');
  const scheme = schemes[(parts['scheme'] ?? '').toLowerCase()];
  if (scheme === undefined) throw new Error(`its scheme must be one of ${Object.keys(schemes).join(', ')}`);
  const query = new URLSearchParams(parts['query'] ?? '');
  return {
    nodes: parseNodes(parts['hosts'] ?? '', scheme.sentinel ? 26_379 : 6379),
    usesTls: scheme.tls,
    sentinelMaster: scheme.sentinel ? parseMaster(parts['fragment'], query) : null,
    database: parseDatabase(parts['database'] || query.get('database') || '0'),
    ...parseLogin(parts['user']),
    clientName: query.get('clientName'),
    verifiesPeer: parseVerification(query.get('verifyPeer')),
  };
}

function parseNodes(hosts: string, defaultPort: number): NodeAddress[] {
  return hosts.split(',').map((text) => {
    const found = /^(?<host>\[[\da-f:.%]+\]|[^\s:[\]]+)(?::(?<port>\d{1,5}))?$/i.exec(text.trim())?.groups;
    const port = Number(found?.['port'] ?? defaultPort);
    if (found === undefined || port > 65_535)
      throw new Error('it names no host, or a host with a wrong port');
    return { host: (found['host'] ?? '').replaceAll(/^\[|\]$/g, ''), port };
  });
}

function parseMaster(fragment: string | undefined, query: URLSearchParams): string {
  const master = decodeURIComponent(fragment ?? '') || (query.get('sentinelMasterId') ?? '');
  if (master === '') throw new Error('after # the name of the master is missing that the sentinels know');
  return master;
}

function parseDatabase(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new Error('its database is no number');
  return Number(text);
}

/** `user:password`, or only a password, as there were no users in earlier versions of Redis. */
function parseLogin(text: string | undefined): Pick<RedisAddress, 'username' | 'password'> {
  if (text === undefined || text === '') return { username: null, password: null };
  const colon = text.indexOf(':');
  if (colon < 0) return { username: null, password: decodeURIComponent(text) };
  return {
    username: decodeURIComponent(text.slice(0, colon)) || null,
    password: decodeURIComponent(text.slice(colon + 1)),
  };
}

function parseVerification(text: string | null): RedisAddress['verifiesPeer'] {
  switch ((text ?? 'full').toLowerCase()) {
    case 'full':
    case 'true':
      return 'full';
    case 'ca':
      return 'ca';
    case 'none':
    case 'false':
      return 'none';
    default:
      throw new Error('its verifyPeer is none of FULL, CA, NONE');
  }
}
