import { produceApi, zeroUuid, type ResponseOf } from '@sluice/kafka-protocol';
import type { Cluster } from '../../cluster/cluster.ts';
import type { ReadyConnection } from '../../connection/open-connection.ts';
import { KafkaError } from '../../errors/kafka-error.ts';
import type { ProducerSettings } from '../../settings/producer-settings.ts';
import type { Accumulator } from '../accumulate/accumulator.ts';
import { apisOf, produceByNameApi } from '../../transaction/transaction-protocol.ts';
import type { Transactions } from '../../transaction/transactions.ts';
import { DueTimer } from '../../timing/due-timer.ts';
import type { PartitionQueue } from '../accumulate/partition-queue.ts';
import { produceRequest, type Shipment } from './produce-request.ts';
import type { ProducerMetrics } from '../producer-metrics.ts';
import type { Readiness } from './readiness.ts';
import type { Sequencer } from './sequencer.ts';
import type { Settlement } from './settlement.ts';

export interface SenderParts<T> {
  readonly cluster: Cluster;
  readonly settings: ProducerSettings;
  readonly accumulator: Accumulator<T>;
  readonly readiness: Readiness;
  readonly sequencer: Sequencer<T>;
  readonly settlement: Settlement<T>;
  readonly metrics: ProducerMetrics;
  /** `null` for a producer without transactions. */
  readonly transactions: Transactions | null;
}

/** Requests to one broker. */
interface NodeState {
  inFlight: number;
  isConnecting: boolean;
  /** Since when there has been something to send that could not be sent; `null` where nothing waits. */
  blockedSinceMs: number | null;
}

const acksNumber = { all: -1, '0': 0, '1': 1 } as const;

/** Sends batches to the leaders of their partitions, a batch of each partition in one request. */
export class Sender<T> {
  readonly #parts: SenderParts<T>;
  readonly #nodes = new Map<number, NodeState>();
  readonly #timer = new DueTimer(() => this.sendDue());
  #isClosed = false;

  constructor(parts: SenderParts<T>) {
    this.#parts = parts;
  }

  /** A batch of the queue is full. */
  filled(queue: PartitionQueue<T>): void {
    const leader = this.#parts.cluster.leaderOf(queue.topic, queue.partition);
    if (leader === null) this.#parts.cluster.markStale();
    else this.#sendTo(leader.nodeId);
  }

  /** A batch was begun: it is sent when its time has come. */
  begun(): void {
    this.#timer.arm(performance.now() + this.#parts.settings['linger.ms']);
  }

  /** Sends what is due, gives up what has expired, and arms the timer for the rest. */
  sendDue(): void {
    const { accumulator, cluster, readiness, settlement } = this.#parts;
    if (this.#isClosed) return;
    settlement.expire();
    for (const nodeId of this.#readyNodes()) this.#sendTo(nodeId);
    const nowMs = performance.now();
    let nextDueMs = settlement.nextExpiryMs;
    for (const queue of accumulator.pending) {
      nextDueMs = Math.min(nextDueMs, readiness.nextDueMs(queue, nowMs));
      if (cluster.leaderOf(queue.topic, queue.partition) === null) cluster.markStale();
    }
    if (nextDueMs < Number.POSITIVE_INFINITY) this.#timer.arm(nextDueMs);
  }

  /** Whether the leader of a partition has been keeping records waiting for longer than this (KIP-794). */
  isBehind(topic: string, partition: number, toleranceMs: number): boolean {
    const leader = this.#parts.cluster.leaderOf(topic, partition);
    const sinceMs = leader === null ? null : (this.#nodes.get(leader.nodeId)?.blockedSinceMs ?? null);
    return sinceMs !== null && performance.now() - sinceMs > toleranceMs;
  }

  /** Requests that are not answered yet. */
  get inFlight(): number {
    return [...this.#nodes.values()].reduce((sum, node) => sum + node.inFlight, 0);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer.clear();
  }

  #isReady(queue: PartitionQueue<T>, nowMs: number): boolean {
    const { readiness, sequencer, transactions } = this.#parts;
    if (!readiness.isReady(queue, nowMs)) return false;
    if (queue.inFlight > 0 && !sequencer.mayOvertake(queue)) return false;
    return transactions === null || transactions.admits(queue);
  }

  #readyNodes(): Set<number> {
    const { accumulator, cluster } = this.#parts;
    const nowMs = performance.now();
    const nodes = new Set<number>();
    for (const queue of accumulator.pending) {
      const leader = this.#isReady(queue, nowMs) ? cluster.leaderOf(queue.topic, queue.partition) : null;
      if (leader !== null) nodes.add(leader.nodeId);
    }
    return nodes;
  }

  #sendTo(nodeId: number): void {
    const node = this.#node(nodeId);
    const maxInFlight = this.#parts.settings['max.in.flight.requests.per.connection'];
    if (this.#isClosed || !this.#parts.sequencer.isReady) return;
    const ready = this.#parts.cluster.links.link(nodeId)?.open ?? null;
    if (ready === null || node.inFlight >= maxInFlight) node.blockedSinceMs ??= performance.now();
    if (ready === null) return this.#connect(nodeId, node);
    while (node.inFlight < maxInFlight && ready.connection.isOpen) {
      const shipments = this.#load(nodeId);
      if (shipments.length === 0) return;
      void this.#ship(nodeId, ready, shipments);
    }
  }

  #connect(nodeId: number, node: NodeState): void {
    const link = this.#parts.cluster.links.link(nodeId);
    if (link === undefined) return this.#parts.cluster.markStale();
    if (node.isConnecting) return;
    node.isConnecting = true;
    const settled = (): void => {
      node.isConnecting = false;
      this.sendDue();
    };
    link.connect().then(settled, (error: unknown) => {
      this.#parts.settlement.cannotSend(this.#queuesOf(nodeId), error as KafkaError);
      this.#parts.cluster.markStale();
      settled();
    });
  }

  #queuesOf(nodeId: number): PartitionQueue<T>[] {
    const { accumulator, cluster } = this.#parts;
    return [...accumulator.pending].filter(
      ({ topic, partition }) => cluster.leaderOf(topic, partition)?.nodeId === nodeId,
    );
  }

  /** Takes the oldest batch of each ready partition of the node, as many as a request may hold. */
  #load(nodeId: number): Shipment<T>[] {
    const { accumulator, settings } = this.#parts;
    const nowMs = performance.now();
    const shipments: Shipment<T>[] = [];
    let bytesLeft = settings['max.request.size'];
    for (const queue of this.#queuesOf(nodeId)) {
      if (!this.#isReady(queue, nowMs)) continue;
      const size = queue.batches[0]?.sizeInBytes ?? 0;
      if (size > bytesLeft && shipments.length > 0) break;
      bytesLeft -= size;
      const shipment = this.#take(queue);
      if (shipment !== null) shipments.push(shipment);
      // To the end of the line, so that every partition gets its turn.
      accumulator.pending.delete(queue);
      if (queue.batches.length > 0) accumulator.pending.add(queue);
    }
    return shipments;
  }

  #take(queue: PartitionQueue<T>): Shipment<T> | null {
    const batch = queue.take();
    if (batch === undefined) return null;
    queue.inFlight += 1;
    const { accumulator, cluster, sequencer } = this.#parts;
    const bytes = accumulator.bytesOf(batch, sequencer.headerFor(queue, batch));
    return { queue, batch, bytes, topicId: cluster.topic(queue.topic)?.topicId ?? zeroUuid };
  }

  async #ship(nodeId: number, ready: ReadyConnection, shipments: readonly Shipment<T>[]): Promise<void> {
    const { settlement } = this.#parts;
    const node = this.#node(nodeId);
    node.inFlight += 1;
    node.blockedSinceMs = null;
    settlement.sent(shipments);
    for (const { queue, batch, bytes } of shipments) {
      this.#parts.metrics.sent(queue.topic, batch.recordCount, bytes.length);
    }
    try {
      const response = await this.#request(ready, shipments);
      this.#arrived(node, shipments);
      settlement.answered(shipments, { broker: ready.connection.broker, response });
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.#arrived(node, shipments);
      settlement.unanswered(shipments, error);
      this.#parts.cluster.markStale();
    }
    this.sendDue();
  }

  #arrived(node: NodeState, shipments: readonly Shipment<T>[]): void {
    node.inFlight -= 1;
    for (const { queue } of shipments) queue.inFlight -= 1;
  }

  /** `null` when no answer comes because none is asked for. */
  async #request(
    { connection, versions }: ReadyConnection,
    shipments: readonly Shipment<T>[],
  ): Promise<ResponseOf<typeof produceApi> | null> {
    const { settings, transactions } = this.#parts;
    const acks = acksNumber[settings.acks];
    const timeoutMs = settings['request.timeout.ms'];
    const latest = transactions === null ? produceApi : apisOf(transactions.protocol).produce;
    const hasIds = shipments.every(({ topicId }) => topicId !== zeroUuid);
    const api = hasIds || latest.maxVersion < produceByNameApi.maxVersion ? latest : produceByNameApi;
    const version = versions.versionOf(api);
    const body = produceRequest(shipments, {
      transactionalId: settings['transactional.id'],
      acks,
      timeoutMs,
    });
    if (acks !== 0) return await connection.request(produceApi, body, { version, timeoutMs });
    await connection.post(produceApi, body, version);
    return null;
  }

  #node(nodeId: number): NodeState {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      node = { inFlight: 0, isConnecting: false, blockedSinceMs: null };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }
}
