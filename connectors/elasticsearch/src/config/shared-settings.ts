import type { ConfigOf } from '@sluice/connect-api';
import type { batchingKeys } from './batching-keys.ts';
import type { connectionKeys } from './connection-keys.ts';
import type { documentKeys } from './document-keys.ts';
import type { BatchingSettings, ConnectionSettings, DocumentSettings, TlsSettings } from './settings.ts';
import type { tlsKeys } from './tls-keys.ts';

type ConnectionConfig = ConfigOf<typeof connectionKeys>;
type BatchingConfig = ConfigOf<typeof batchingKeys>;
type DocumentConfig = ConfigOf<typeof documentKeys>;
type TlsConfig = ConfigOf<typeof tlsKeys>;

export function connectionSettings(config: ConnectionConfig, tls: TlsSettings | null): ConnectionSettings {
  const host = config['proxy.host'];
  return {
    urls: config['connection.url'],
    username: config['connection.username'],
    password: config['connection.password'],
    apiKey: config['connection.api.key'],
    compresses: config['connection.compression'],
    connectTimeoutMs: config['connection.timeout.ms'],
    readTimeoutMs: config['read.timeout.ms'],
    maxIdleMs: config['max.connection.idle.time.ms'],
    proxy:
      host === ''
        ? null
        : {
            host,
            port: config['proxy.port'],
            username: config['proxy.username'],
            password: config['proxy.password'],
          },
    tls,
  };
}

export function tlsSettings(config: TlsConfig, trustsAll = false): TlsSettings {
  return {
    protocols: offeredProtocols(config),
    ciphers: config['ssl.cipher.suites'],
    keyStore: config['ssl.keystore.location'],
    keyStorePassword: config['ssl.keystore.password'],
    keyPassword: config['ssl.key.password'],
    trustStore: config['ssl.truststore.location'],
    checksHost: config['ssl.endpoint.identification.algorithm'].toLowerCase() === 'https',
    trustsAll,
  };
}

/** Those enabled, up to the newest: `TLS` alone stands for all. */
function offeredProtocols(config: TlsConfig): readonly string[] {
  const enabled = config['ssl.enabled.protocols'];
  const newest = config['ssl.protocol'];
  return newest.startsWith('TLSv') ? enabled.filter((protocol) => protocol <= newest) : enabled;
}

export function batchingSettings(config: BatchingConfig): BatchingSettings {
  const maxBytes = Number(config['bulk.size.bytes']);
  return {
    maxDocuments: config['batch.size'],
    maxBytes: maxBytes < 0 ? Infinity : maxBytes,
    maxInFlight: config['max.in.flight.requests'],
    maxBufferedRecords: config['max.buffered.records'],
    maxBufferedBytes: Number(config['max.buffered.bytes']),
    lingerMs: Number(config['linger.ms']),
    flushTimeoutMs: Number(config['flush.timeout.ms']),
    isSynchronous: config['flush.synchronously'],
    maxRetries: config['max.retries'],
    backoffMs: Number(config['retry.backoff.ms']),
  };
}

export function sharedDocumentSettings(
  config: DocumentConfig,
): Pick<DocumentSettings, 'ignoresKey' | 'ignoresSchema' | 'compactsMaps' | 'dropsInvalid'> {
  return {
    ignoresKey: ignores(config['key.ignore'], config['topic.key.ignore']),
    ignoresSchema: ignores(config['schema.ignore'], config['topic.schema.ignore']),
    compactsMaps: config['compact.map.entries'],
    dropsInvalid: config['drop.invalid.message'],
  };
}

function ignores(everywhere: boolean, topics: readonly string[]): (topic: string) => boolean {
  if (everywhere) return () => true;
  const some = new Set(topics);
  return (topic) => some.has(topic);
}
