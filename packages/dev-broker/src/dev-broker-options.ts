import type { BrokerLog } from './broker.ts';
import type { Faults } from './faults/faults.ts';
import type { SaslMechanism } from './sasl/user-directory.ts';
import type { FsyncPolicy } from './storage/disk-file.ts';

/** Has clients connect with TLS. Keys and certificates are PEM texts. */
export interface TlsListening {
  readonly key: string;
  readonly cert: string;
  /** Whose certificates of clients are accepted. Default: none are asked for. */
  readonly ca?: string;
  /** Whether a client needs a certificate. Default: it does where there is a `ca`. */
  readonly requiresClientCertificate?: boolean;
}

/** Has clients show who they are. All of them may then do everything: there are no ACLs. */
export interface SaslListening {
  /** Passwords by user. Clients may add others, as SCRAM credentials. */
  readonly users: Readonly<Record<string, string>>;
  /** Default: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly mechanisms?: readonly SaslMechanism[];
}

export interface DevBrokerOptions {
  /** The address to listen on. With a wildcard, clients are sent back to the address they came through. Default: 127.0.0.1. */
  readonly host?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: connections in plain text. */
  readonly tls?: TlsListening | null;
  /** Default: nobody has to show who they are. */
  readonly sasl?: SaslListening | null;
  /** The folder for all data, created where missing. Default: null, everything is in memory and ends with the broker. */
  readonly dataDir?: string | null;
  /**
   * `never` survives the end of the process; `always` a power cut too, at the price of a disk flush per write; a number
   * of milliseconds loses at most so much to a power cut. Default: never.
   */
  readonly fsync?: FsyncPolicy;
  /** Whether a topic that a client asks for is created. Default: true. */
  readonly autoCreateTopics?: boolean;
  /** Partitions of a topic for which nobody says how many. Default: 1. */
  readonly defaultPartitions?: number;
  /** How long the first rebalance of an empty group waits for more members. Default: 0. */
  readonly groupInitialRebalanceDelayMs?: number;
  /** The shortest session timeout a member may ask for. Default: 6000. */
  readonly groupMinSessionTimeoutMs?: number;
  /** The longest time that a producer may let a transaction take. Default: 900000. */
  readonly transactionMaxTimeoutMs?: number;
  /** How often old data is removed and topics are compacted. Default: 300000. */
  readonly housekeepingIntervalMs?: number;
  /** Default: silence. */
  readonly log?: BrokerLog;
}

/** What tests may do to a broker that runs. */
export interface BrokerFaults extends Pick<Faults, 'add' | 'clear' | 'freeze' | 'thaw' | 'moveCoordinator'> {
  /** Ends all connections; clients may come back at once. */
  closeConnections(): Promise<void>;
  /** The members of a group count as gone, as if they had not been heard of in time. */
  expireGroup(groupId: string): void;
}

/** A running broker. */
export interface DevBroker {
  readonly host: string;
  readonly port: number;
  /** What clients take as `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly clusterId: string;
  readonly faults: BrokerFaults;
  /** Removes what topics do not want to keep, and compacts those that want that, now. */
  keepHouse(): Promise<void>;
  /** Ends all connections, and resolves when everything is written and the folder is free. */
  stop(): Promise<void>;
}

export type DevBrokerSettings = Required<DevBrokerOptions>;

const silence: BrokerLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const defaultSettings: DevBrokerSettings = {
  host: '127.0.0.1',
  port: 0,
  tls: null,
  sasl: null,
  dataDir: null,
  fsync: 'never',
  autoCreateTopics: true,
  defaultPartitions: 1,
  groupInitialRebalanceDelayMs: 0,
  groupMinSessionTimeoutMs: 6000,
  transactionMaxTimeoutMs: 900_000,
  housekeepingIntervalMs: 5 * 60 * 1000,
  log: silence,
};
