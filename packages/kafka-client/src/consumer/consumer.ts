import { errorCodes, isRetriable } from '@sluice/kafka-protocol';
import { silentLog, type ClientLog } from '../client-log.ts';
import { Cluster } from '../cluster/cluster.ts';
import type { LogOffset, OffsetPlace } from '../cluster/list-offsets.ts';
import { OffsetLookup } from '../cluster/offset-lookup.ts';
import type { PartitionMetadata, TopicMetadata } from '../cluster/topic-metadata.ts';
import { KafkaError } from '../errors/kafka-error.ts';
import { refusal } from '../errors/refusal.ts';
import { Assignment } from '../fetch/state/assignment.ts';
import type { FetchedRecords } from '../fetch/buffer/fetched-records.ts';
import { Fetcher } from '../fetch/fetcher.ts';
import type { PartitionState, StartFrom } from '../fetch/state/partition-state.ts';
import type { PartitionOffset } from '../group/group-offsets.ts';
import type { GroupMembershipOperation } from '../group/leave-options.ts';
import type { RebalanceListener } from '../group/rebalance-listener.ts';
import { unheardSeat, type SeatListener } from '../group/seat/group-seat.ts';
import type { Metric } from '../metrics/metric.ts';
import type { ConsumerSettings } from '../settings/consumer-settings.ts';
import { Bell } from '../timing/bell.ts';
import { Deadline, delay } from '../timing/delay.ts';
import type { GroupMetadata } from '../transaction/group-metadata.ts';
import { retry } from '../timing/retry.ts';
import { formatPartition, type TopicPartition } from '../topic-partition.ts';
import { AutoCommit } from './auto-commit.ts';
import { ConsumerGroup } from './membership/consumer-group.ts';
import type { GroupSession } from './membership/group-session.ts';
import { PositionFinder } from './position-finder.ts';
import { Subscription, type WantedTopics } from './subscription.ts';
import { TurnTaker } from './turn-taker.ts';

export interface ConsumerOptions {
  readonly log?: ClientLog;
  /**
   * Whether it stays in its group however long it does not poll; by default it leaves after `max.poll.interval.ms`. For
   * who works on records without keeping the event loop, and so can still beat. A rebalance waits for its next poll,
   * at most `max.poll.interval.ms`, before it goes on without this member.
   */
  readonly staysWhileAway?: boolean;
  /** How much may be fetched ahead, beside `fetch.max.bytes`; asked before every fetch. Default: no bound. */
  readonly maxBytes?: () => number;
  /** Hears of its place in its group, so that somebody else can beat for it while its thread is busy. Default: nobody. */
  readonly seats?: SeatListener;
}

const noRecords: FetchedRecords = { partitions: [], recordCount: 0 };
const unbounded = (): number => Number.POSITIVE_INFINITY;
const defaultCloseTimeoutMs = 30_000;

/** Reads records, of partitions it is told or those its group gives it. One `poll` at a time. */
export class Consumer {
  readonly #settings: ConsumerSettings;
  readonly #log: ClientLog;
  readonly #staysWhileAway: boolean;
  readonly #cluster: Cluster;
  readonly #assignment = new Assignment();
  readonly #bell = new Bell();
  readonly #turns = new TurnTaker();
  readonly #fetcher: Fetcher;
  readonly #finder: PositionFinder;
  readonly #lookup: OffsetLookup;
  readonly #group: ConsumerGroup | null;
  readonly #autoCommit: AutoCommit | null;
  #topicFailure: KafkaError | null = null;
  #polling: Promise<FetchedRecords> | null = null;
  #isWoken = false;
  #isClosed = false;

  constructor(
    settings: ConsumerSettings,
    {
      log = silentLog,
      staysWhileAway = false,
      maxBytes = unbounded,
      seats = unheardSeat,
    }: ConsumerOptions = {},
  ) {
    const assignment = this.#assignment;
    const onChange = (): void => this.#bell.ring();
    const allowAutoTopicCreation = settings['allow.auto.create.topics'];
    const cluster = new Cluster({ settings, log, metricGroup: 'consumer-metrics', allowAutoTopicCreation });
    cluster.onRefreshed = () => this.#refreshed();
    cluster.onFailed = () => this.#bell.ring();
    this.#settings = settings;
    this.#staysWhileAway = staysWhileAway;
    this.#log = log;
    this.#cluster = cluster;
    this.#group = this.#newGroup(seats);
    this.#fetcher = new Fetcher({ cluster, settings, assignment, log, maxBytes, onChange });
    const offsets = this.#group?.offsets ?? null;
    this.#finder = new PositionFinder({ cluster, settings, assignment, offsets, onChange });
    this.#lookup = new OffsetLookup({
      cluster,
      isolation: settings['isolation.level'],
      timeoutMs: settings['default.api.timeout.ms'],
    });
    this.#autoCommit = this.#newAutoCommit();
  }

  /**
   * Enters the group at the next `poll`. A RegExp is matched against whole topic names.
   * @throws KafkaError `INVALID_GROUP_ID` without `group.id`.
   * @throws TypeError for a SubscriptionPattern with `group.protocol=classic`.
   */
  subscribe(topics: WantedTopics, listener: RebalanceListener = {}): void {
    const subscription = new Subscription(topics, this.#settings['exclude.internal.topics']);
    this.#requireGroup().subscribe(subscription, listener);
  }

  /** Gives up its partitions and leaves the group; not while a `poll` runs. */
  async unsubscribe(): Promise<void> {
    if (this.#polling !== null) throw new TypeError('A poll is running');
    await this.#group?.leave({ reason: 'the consumer unsubscribed from all topics' });
    this.#assignment.replace([]);
  }

  /** Reads these partitions, whatever a group does. Partitions that stay keep their positions. */
  assign(partitions: readonly TopicPartition[]): void {
    if (this.#session !== undefined)
      throw new TypeError('A consumer that has subscribed gets its partitions from the group');
    this.#assignment.replace(partitions);
    this.#cluster.trackOnly(new Set(partitions.map(({ topic }) => topic)));
    this.#cluster.markStale();
  }

  assignment(): readonly TopicPartition[] {
    return this.#assignment.partitions();
  }

  /**
   * The next records, at most `max.poll.records`; none when the time is over, the signal aborts or `wakeup` is called.
   * Rebalances take place in here.
   * @throws KafkaError on what waiting does not help against; whatever the rebalance listener throws.
   */
  async poll(timeoutMs: number, signal?: AbortSignal): Promise<FetchedRecords> {
    if (this.#polling !== null) throw new TypeError('Another poll is running');
    if (this.#isClosed) throw new TypeError('The consumer is closed');
    this.#session?.pollBegan();
    this.#polling = this.#pollUntil(new Deadline(timeoutMs), signal);
    try {
      return await this.#polling;
    } finally {
      this.#polling = null;
      if (!this.#hasClosed() && !this.#staysWhileAway) this.#session?.pollEnded();
    }
  }

  /** Ends the running `poll`, or the next one if none runs. */
  wakeup(): void {
    this.#isWoken = true;
    this.#bell.ring();
  }

  /** Hands out nothing of these partitions until they are resumed; what was fetched ahead is kept. */
  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state(partition).pause();
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#state(partition).resume();
    this.#bell.ring();
  }

  paused(): readonly TopicPartition[] {
    return [...this.#assignment.states()]
      .filter(({ isPaused }) => isPaused)
      .map(({ topic, partition }) => ({ topic, partition }));
  }

  /**
   * Goes on at this offset; what was fetched ahead is dropped. With the leader epoch of the record before the offset,
   * it is noticed when the log has lost that record.
   */
  seek(partition: TopicPartition, offset: number, leaderEpoch: number | null = null): void {
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new RangeError(`${offset} is no offset to seek to`);
    this.#state(partition).seek(offset, leaderEpoch);
    this.#bell.ring();
  }

  seekToBeginning(partitions: readonly TopicPartition[]): void {
    this.#restart(partitions, 'earliest');
  }

  seekToEnd(partitions: readonly TopicPartition[]): void {
    this.#restart(partitions, 'latest');
  }

  /**
   * The offset of the next record that `poll` will give.
   * @throws KafkaError when it cannot be found within `default.api.timeout.ms`.
   */
  async position(partition: TopicPartition): Promise<number> {
    const state = this.#state(partition);
    const timeoutMs = this.#settings['default.api.timeout.ms'];
    const deadline = new Deadline(timeoutMs);
    while (state.position === null) {
      if (state.failure !== null) throw state.failure;
      if (deadline.isOver || this.#isClosed) throw positionUnknown(partition, timeoutMs);
      await Promise.race([this.#finder.find(), delay(deadline.remainingMs, this.#cluster.closeSignal)]);
    }
    return state.position;
  }

  /**
   * How many offsets there are between the position and the end of what can be read; `null` when that is not known,
   * as before the first fetch.
   */
  currentLag(partition: TopicPartition): number | null {
    return this.#state(partition).lag;
  }

  /**
   * The first offset of each of the partitions, assigned or not, in their order.
   * @throws KafkaError when one cannot be found within `default.api.timeout.ms`.
   */
  async beginningOffsets(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    return await this.#offsetsAt(partitions, 'earliest');
  }

  /**
   * Where each of the partitions ends for who reads with this `isolation.level`, in their order.
   * @throws KafkaError when one cannot be found within `default.api.timeout.ms`.
   */
  async endOffsets(partitions: readonly TopicPartition[]): Promise<readonly number[]> {
    return await this.#offsetsAt(partitions, 'latest');
  }

  /**
   * The first record of each of the partitions that is not older than its time, in their order; `null` for none.
   * @throws KafkaError when one cannot be found within `default.api.timeout.ms`.
   * @throws RangeError for a time that is negative or no whole number.
   */
  async offsetsForTimes(
    times: readonly (TopicPartition & { readonly timestampMs: number })[],
  ): Promise<readonly (LogOffset | null)[]> {
    return await this.#lookup.find(
      times.map(({ topic, partition, timestampMs }) => ({ topic, partition, at: { timestampMs } })),
    );
  }

  /**
   * What the cluster says of a topic now, subscribed or not.
   * @throws KafkaError for example `UNKNOWN_TOPIC_OR_PARTITION`, at once.
   */
  async partitionsFor(topic: string): Promise<readonly PartitionMetadata[]> {
    const [metadata] = await this.#retry(() => this.#cluster.lookUp([topic]));
    const code = metadata?.errorCode ?? errorCodes.UNKNOWN_TOPIC_OR_PARTITION;
    if (metadata !== undefined && code === errorCodes.NONE) return metadata.partitions;
    throw refusal({ code, action: `Describe topic ${topic}`, topic });
  }

  /** All topics that the client may see, internal ones included. */
  async listTopics(): Promise<readonly TopicMetadata[]> {
    return await this.#retry(() => this.#cluster.lookUp(null));
  }

  /**
   * Commits, trying again while that may help, at most `default.api.timeout.ms`.
   * @throws KafkaError for example `ILLEGAL_GENERATION` when the group has rebalanced since.
   */
  async commit(offsets: readonly PartitionOffset[]): Promise<void> {
    if (offsets.length > 0) await this.#requireGroup().commit(offsets);
  }

  /** Commits with one try. Commits are carried out in the order of the calls. */
  async commitOnce(offsets: readonly PartitionOffset[]): Promise<void> {
    if (offsets.length > 0) await this.#requireGroup().commitOnce(offsets);
  }

  /** What is committed, for those of the partitions that have something. */
  async committed(partitions: readonly TopicPartition[]): Promise<readonly Required<PartitionOffset>[]> {
    return await this.#requireGroup().committed(partitions);
  }

  /** How the group knows this consumer now. */
  groupMetadata(): GroupMetadata {
    return this.#requireGroup().metadata;
  }

  /** Has the group divided anew, at the next `poll`; by the consumer protocol that cannot be asked for. */
  enforceRebalance(reason = 'rebalance enforced by user'): void {
    this.#session?.requestRebalance(reason);
    this.#bell.ring();
  }

  /** What it counts, by the names of Kafka's own clients. */
  metrics(): readonly Metric[] {
    return [...this.#cluster.metrics(), ...this.#fetcher.metrics(), ...(this.#group?.metrics() ?? [])];
  }

  /** Gives up its partitions, leaves the group and ends all connections, within this time (default 30 s). */
  async close(
    timeoutMs: number = defaultCloseTimeoutMs,
    operation: GroupMembershipOperation = 'default',
  ): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.wakeup();
    const closed = new AbortController();
    const leaving = this.#leaveAll(operation).finally(() => closed.abort());
    try {
      await Promise.race([leaving, delay(timeoutMs, closed.signal)]);
    } finally {
      closed.abort();
      void this.#fetcher.close();
      this.#cluster.close();
    }
  }

  async #leaveAll(operation: GroupMembershipOperation): Promise<void> {
    await this.#polling?.catch(() => undefined);
    const fetcherClosed = this.#fetcher.close();
    try {
      await this.#leave(operation);
    } finally {
      await fetcherClosed;
    }
  }

  async #leave(operation: GroupMembershipOperation): Promise<void> {
    if (this.#session === undefined) await this.#autoCommit?.commit();
    await this.#group?.leave({ reason: 'the consumer is being closed', operation });
  }

  async #pollUntil(deadline: Deadline, signal: AbortSignal | undefined): Promise<FetchedRecords> {
    for (;;) {
      if (this.#takeWakeup(signal)) return noRecords;
      const fetched = await this.#tryPoll();
      if (fetched.recordCount > 0) {
        await this.#turns.giveWay();
        return fetched;
      }
      if (deadline.isOver) return noRecords;
      await this.#bell.wait(deadline.remainingMs, signal);
    }
  }

  async #tryPoll(): Promise<FetchedRecords> {
    this.#throwFailure();
    this.#autoCommit?.tick();
    await this.#session?.advance();
    // Not awaited: it rings when it has found something.
    if (this.#finder.isNeeded) void this.#finder.find();
    const fetched = this.#fetcher.take();
    this.#fetcher.fetch();
    return fetched;
  }

  #takeWakeup(signal: AbortSignal | undefined): boolean {
    const isWoken = this.#isWoken || this.#isClosed;
    this.#isWoken = false;
    return isWoken || signal?.aborted === true;
  }

  #throwFailure(): void {
    const refused = this.#cluster.takeFailure();
    if (refused !== null) throw refused;
    const failure = this.#topicFailure;
    this.#topicFailure = null;
    if (failure !== null) throw failure;
  }

  #refreshed(): void {
    this.#topicFailure = forbiddenTopic(this.#cluster.topics());
    this.#session?.refreshed();
    this.#fetcher.fetch();
    this.#bell.ring();
  }

  #restart(partitions: readonly TopicPartition[], startFrom: StartFrom): void {
    for (const partition of partitions) this.#state(partition).restartFrom(startFrom);
    this.#bell.ring();
  }

  #newAutoCommit(): AutoCommit | null {
    if (this.#group === null || !this.#settings['enable.auto.commit']) return null;
    return new AutoCommit({
      intervalMs: this.#settings['auto.commit.interval.ms'],
      positions: () => this.#positions(),
      commit: (offsets) => this.commitOnce(offsets),
      onFailed: (error) => this.#log.warn({ err: error }, 'Offsets were not committed; trying again later'),
    });
  }

  async #offsetsAt(partitions: readonly TopicPartition[], at: OffsetPlace): Promise<readonly number[]> {
    const found = await this.#lookup.find(
      partitions.map(({ topic, partition }) => ({ topic, partition, at })),
    );
    return found.map((one) => one?.offset ?? 0);
  }

  #positions(): PartitionOffset[] {
    return [...this.#assignment.states()].flatMap(({ topic, partition, position, leaderEpoch }) =>
      position === null ? [] : [{ topic, partition, offset: position, leaderEpoch }],
    );
  }

  #state(partition: TopicPartition): PartitionState {
    const state = this.#assignment.get(partition.topic, partition.partition);
    if (state !== undefined) return state;
    throw new RangeError(`${formatPartition(partition)} is not assigned to this consumer`);
  }

  get #session(): GroupSession | undefined {
    return this.#group?.session ?? undefined;
  }

  #newGroup(seats: SeatListener): ConsumerGroup | null {
    const groupId = this.#settings['group.id'];
    if (groupId === null) return null;
    return new ConsumerGroup({
      cluster: this.#cluster,
      settings: this.#settings,
      groupId,
      assignment: this.#assignment,
      log: this.#log,
      seats,
      beforeRevoked: () => this.#autoCommit?.commit() ?? Promise.resolve(),
      onChange: () => this.#bell.ring(),
    });
  }

  #requireGroup(): ConsumerGroup {
    if (this.#group !== null) return this.#group;
    throw new KafkaError('INVALID_GROUP_ID', 'Groups and commits need the setting group.id');
  }

  #retry<T>(attempt: () => Promise<T>): Promise<T> {
    return retry(attempt, {
      timeoutMs: this.#settings['default.api.timeout.ms'],
      backoff: this.#cluster.retryBackoff,
      signal: this.#cluster.closeSignal,
    });
  }

  #hasClosed(): boolean {
    return this.#isClosed;
  }
}

function positionUnknown(partition: TopicPartition, timeoutMs: number): KafkaError {
  const message = `The position of ${formatPartition(partition)} was not found within default.api.timeout.ms=${timeoutMs}`;
  return new KafkaError('REQUEST_TIMED_OUT', message, partition);
}

/** The error for a topic that waiting does not bring. */
function forbiddenTopic(topics: Iterable<TopicMetadata>): KafkaError | null {
  for (const { name, errorCode } of topics) {
    if (errorCode !== errorCodes.NONE && !isRetriable(errorCode)) {
      return refusal({ code: errorCode, action: `Read topic ${name}`, topic: name });
    }
  }
  return null;
}
