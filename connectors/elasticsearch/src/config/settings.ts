import type { Password } from '@sluice/connect-api';

/** How TLS is done, for `https` URLs. */
export interface TlsSettings {
  readonly protocols: readonly string[];
  readonly ciphers: readonly string[] | null;
  readonly keyStore: string | null;
  readonly keyStorePassword: Password | null;
  readonly keyPassword: Password | null;
  readonly trustStore: string | null;
  readonly checksHost: boolean;
  readonly trustsAll: boolean;
}

export interface ProxySettings {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: Password | null;
}

export interface ConnectionSettings {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly password: Password | null;
  readonly apiKey: Password | null;
  readonly compresses: boolean;
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly maxIdleMs: number;
  readonly proxy: ProxySettings | null;
  /** `null` leaves TLS as Node has it. */
  readonly tls: TlsSettings | null;
}

export interface BatchingSettings {
  readonly maxDocuments: number;
  readonly maxBytes: number;
  readonly maxInFlight: number;
  readonly maxBufferedRecords: number;
  readonly maxBufferedBytes: number;
  readonly lingerMs: number;
  readonly flushTimeoutMs: number;
  readonly isSynchronous: boolean;
  readonly maxRetries: number;
  readonly backoffMs: number;
}

/** What becomes of a record that was refused. */
export type Refusal = 'ignore' | 'warn' | 'report' | 'fail';

/** What the id of a document is; `none` leaves it to the server. */
export type IdStrategy = 'none' | 'record.key' | 'topic.partition.offset';

export interface DocumentSettings {
  readonly ignoresKey: (topic: string) => boolean;
  readonly ignoresSchema: (topic: string) => boolean;
  readonly idWithoutKey: IdStrategy;
  readonly writeMethod: 'insert' | 'upsert';
  /** The header with the version; `null` takes the offset. */
  readonly versionHeader: string | null;
  readonly routing: 'none' | 'key' | { readonly path: string };
  readonly compactsMaps: boolean;
  readonly dropsInvalid: boolean;
  readonly onNull: 'ignore' | 'delete' | 'fail';
  readonly onMalformed: Refusal;
  readonly onConflict: Refusal;
  /** Whether what is ignored goes to the dead letters all the same. */
  readonly reportsIgnored: boolean;
}

/** How documents of a data stream get their time. */
export interface StreamTime {
  /** The field that the time is in. */
  readonly field: string;
  /** The first of these that a record has is its time. */
  readonly from: readonly string[];
  /** Whether a time that the record has already is kept. */
  readonly keeps: boolean;
}

export interface ResourceSettings {
  /** What is written to. */
  readonly kind: 'index' | 'alias' | 'data-stream';
  /** Whether it has to be there already. */
  readonly exists: boolean;
  /** The resource of a topic; `null` when none is named for it. */
  readonly nameOf: (topic: string) => string | null;
  /** Of data streams. */
  readonly time: StreamTime | null;
  /** Whether a template is made for a data stream that is made. */
  readonly makesTemplate: boolean;
}

/** What a task is told to do, whatever the names of the keys were. */
export interface SearchSinkSettings {
  readonly connection: ConnectionSettings;
  readonly batching: BatchingSettings;
  readonly documents: DocumentSettings;
  readonly resources: ResourceSettings;
}
