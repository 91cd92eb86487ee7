import { BrokerLink, type Versioned } from '../connection/broker-link.ts';
import type { ClientApi } from '../connection/broker-connection.ts';
import type { ChannelSecurity } from '../connection/channel-security.ts';
import { unreachable } from '../connection/connection-error.ts';
import type { ConnectionMetrics } from '../connection/connection-metrics.ts';
import { noFeatures } from '../connection/supported-versions.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { formatAddress, type BrokerAddress } from '../settings/bootstrap-servers.ts';
import type { ClientSettings } from '../settings/client-settings.ts';
import { bootstrapAddresses } from './bootstrap-addresses.ts';

/** Each purpose has a connection of its own, so that heartbeats never wait behind a fetch. */
export type LinkPurpose = 'data' | 'group';

export interface BrokerEndpoint extends BrokerAddress {
  readonly nodeId: number;
}

/** A response, and whose it is. */
export interface Answer<Out> {
  readonly response: Out;
  /** `host:port` */
  readonly broker: string;
}

const bootstrapRemedy = 'check bootstrap.servers';
const nodeRemedy = 'check that the address in advertised.listeners of this broker can be reached from here';

/** What all connections of a client share. */
export interface LinkParts {
  readonly settings: ClientSettings;
  readonly security: ChannelSecurity;
  readonly metrics: ConnectionMetrics;
}

/** The links of one client to the brokers of a cluster. */
export class BrokerLinks {
  readonly #parts: LinkParts;
  readonly #bootstrap: Map<string, BrokerLink>;
  readonly #addresses = new Map<number, BrokerAddress>();
  readonly #links = new Map<string, BrokerLink>();
  #isClosed = false;
  /** Called when a connection that was open has ended. */
  onDisconnected: () => void = () => undefined;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#bootstrap = new Map();
  }

  /** The link to a node, `undefined` when its address is not known. */
  link(nodeId: number, purpose: LinkPurpose = 'data'): BrokerLink | undefined {
    const address = this.#addresses.get(nodeId);
    if (address === undefined) return undefined;
    const key = `${purpose}:${nodeId}`;
    const known = this.#links.get(key);
    if (known !== undefined && sameAddress(known.address, address)) return known;
    known?.close();
    const link =
      (purpose === 'data' ? this.#adopt(address) : undefined) ?? this.#newLink(address, nodeRemedy);
    this.#links.set(key, link);
    return link;
  }

  /** Whether the address of the node is known. */
  isKnown(nodeId: number): boolean {
    return this.#addresses.has(nodeId);
  }

  /** The level of a feature that the cluster has agreed upon, as told last to any open connection; 0 for none. */
  finalizedLevel(feature: string): number {
    const told = [...this.#links.values(), ...this.#bootstrap.values()].flatMap(
      ({ open }) => open?.versions.features ?? [],
    );
    const latest = told.reduce((one, other) => (other.epoch > one.epoch ? other : one), noFeatures);
    return latest.levels.get(feature) ?? 0;
  }

  /** Takes over where the brokers are now. */
  learn(brokers: readonly BrokerEndpoint[]): void {
    for (const { nodeId, host, port } of brokers) this.#addresses.set(nodeId, { host, port });
  }

  /** Forgets the brokers that are not among these. */
  retain(nodeIds: ReadonlySet<number>): void {
    for (const nodeId of this.#addresses.keys()) {
      if (!nodeIds.has(nodeId)) this.#forget(nodeId);
    }
  }

  /** Asks one broker after the other until one answers. */
  async requestAny<In, Out>(api: ClientApi<In, Out>, body: Versioned<In>): Promise<Out> {
    return (await this.askAny(api, body)).response;
  }

  /** As `requestAny`, and tells who answered. */
  async askAny<In, Out>(api: ClientApi<In, Out>, body: Versioned<In>): Promise<Answer<Out>> {
    const failures: KafkaError[] = [];
    for await (const link of this.#candidates()) {
      try {
        const response = await link.request(api, body);
        return { response, broker: formatAddress(link.address) };
      } catch (error) {
        if (!(error instanceof KafkaError) || !error.retriable) throw error;
        failures.push(error);
      }
    }
    throw allFailed(failures);
  }

  close(): void {
    this.#isClosed = true;
    for (const link of [...this.#links.values(), ...this.#bootstrap.values()]) link.close();
  }

  #forget(nodeId: number): void {
    this.#addresses.delete(nodeId);
    for (const purpose of ['data', 'group'] as const) {
      this.#links.get(`${purpose}:${nodeId}`)?.close();
      this.#links.delete(`${purpose}:${nodeId}`);
    }
  }

  /** A bootstrap link that leads to the node already. */
  #adopt(address: BrokerAddress): BrokerLink | undefined {
    const key = formatAddress(address);
    const link = this.#bootstrap.get(key);
    this.#bootstrap.delete(key);
    return link;
  }

  #newLink(address: BrokerAddress, remedy: string): BrokerLink {
    const { settings } = this.#parts;
    const backoff = {
      initialMs: settings['reconnect.backoff.ms'],
      maxMs: settings['reconnect.backoff.max.ms'],
    };
    const link = new BrokerLink(address, { ...this.#parts, remedy, backoff });
    link.onDisconnected = () => this.onDisconnected();
    if (this.#isClosed) link.close();
    return link;
  }

  /** Open links first; the bootstrap servers last: all known brokers may have moved (KIP-899). */
  async *#candidates(): AsyncGenerator<BrokerLink> {
    const nodes = shuffled([...this.#addresses.keys()]);
    const isOpen = (nodeId: number): boolean => this.#links.get(`data:${nodeId}`)?.isOpen ?? false;
    const ordered = [...nodes.filter(isOpen), ...nodes.filter((nodeId) => !isOpen(nodeId))];
    const tried = new Set<string>();
    for (const nodeId of ordered) {
      const link = this.link(nodeId);
      if (link === undefined) continue;
      tried.add(formatAddress(link.address));
      yield link;
    }
    const { settings } = this.#parts;
    if (tried.size > 0 && settings['metadata.recovery.strategy'] === 'none') return;
    for (const address of shuffled(await bootstrapAddresses(settings))) {
      if (!tried.has(formatAddress(address))) yield this.#bootstrapLink(address);
    }
  }

  #bootstrapLink(address: BrokerAddress): BrokerLink {
    const key = formatAddress(address);
    const link = this.#bootstrap.get(key) ?? this.#newLink(address, bootstrapRemedy);
    this.#bootstrap.set(key, link);
    return link;
  }
}

function sameAddress(left: BrokerAddress, right: BrokerAddress): boolean {
  return left.host === right.host && left.port === right.port;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, rank: Math.random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ value }) => value);
}

function allFailed(failures: readonly KafkaError[]): KafkaError {
  const [first] = failures;
  if (first !== undefined && failures.length === 1) return first;
  const broker = failures.map((failure) => failure.broker).join(', ');
  const reason = [...new Set(failures.map(({ message }) => message))].join(' | ');
  return unreachable({ broker, reason, remedy: bootstrapRemedy, cause: new AggregateError(failures) });
}
