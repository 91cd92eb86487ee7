import { ConfigError, ConnectError, isConnectError, type PluginLogger } from '@sluice/connect-api';
import type { TargetState } from '../../states.ts';
import type { LogRecords } from '../topic-log/log-clients.ts';
import type { OpenStoreLog, StoreLog } from '../topic-log/store-log.ts';
import type { ClusterConfig } from './cluster-config.ts';
import type { ConfigChange } from './config-change.ts';
import { ConfigFold } from './config-fold.ts';
import type { ConfigRecord, SessionKey, StoredConfig, StoredRestart } from './config-record.ts';
import { Deadline } from './deadline.ts';
import { decodeConfigRecord } from './decode-config-record.ts';
import { encodeConfigRecord } from './encode-config-record.ts';
import type { LeaderWriter } from './leader-writer.ts';

export interface ConfigStoreParts {
  /** `config.storage.topic` */
  readonly topic: string;
  readonly openLog: OpenStoreLog;
  /** Where the leader must not be another one unnoticed: `exactly.once.source.support` is `preparing` or `enabled`. */
  readonly leaderWriter: LeaderWriter | null;
  /** Told, once it is started, of what records have changed, several at a time. The snapshot has all of it already. */
  readonly onChanges: (changes: readonly ConfigChange[]) => void;
  readonly log: PluginLogger;
}

/** For all steps of a write, as in Java. */
const writeTimeoutMs = 30_000;

/** The configuration of a cluster, in a compacted topic in the format of Java workers. */
export class ConfigStore {
  readonly #parts: ConfigStoreParts;
  readonly #fold = new ConfigFold();
  #opened: StoreLog | null = null;
  #isStarted = false;

  constructor(parts: ConfigStoreParts) {
    this.#parts = parts;
  }

  /** What is known now. It does not change: ask again to know more. */
  get snapshot(): ClusterConfig {
    return this.#fold.snapshot;
  }

  /** Resolves when all that the topic has is known. @throws ConfigError or ConnectError when it is not fit or cannot be read. */
  async start(): Promise<void> {
    const { topic, openLog } = this.#parts;
    this.#opened = await openLog((records) => this.#take(records));
    await this.#opened.start();
    const { partitionCount } = this.#opened;
    if (partitionCount > 1) throw tooManyPartitions(topic, partitionCount);
    this.#isStarted = true;
  }

  /** @throws RetriableError when it takes longer; ConnectError when the topic cannot be read. */
  async readToEnd(timeoutMs: number): Promise<void> {
    const action = `Reading topic '${this.#parts.topic}' to its end`;
    await new Deadline(timeoutMs, action).within(this.#topicLog.readToEnd());
  }

  /** For a worker that has become the leader. @throws KafkaError */
  async claimLeadership(): Promise<void> {
    await this.#parts.leaderWriter?.claim();
  }

  /** As the leader. `initialState` is for a connector that is not to be started at once. */
  async putConnector(name: string, config: StoredConfig, initialState: TargetState | null): Promise<void> {
    const state: ConfigRecord[] =
      initialState === null ? [] : [{ kind: 'target-state', name, state: initialState }];
    await this.#lead(`configuration of connector ${name}`, [[...state, { kind: 'connector', name, config }]]);
  }

  /** As the leader. Records of its tasks are left behind. */
  async deleteConnector(name: string): Promise<void> {
    const records: ConfigRecord[] = [
      { kind: 'connector', name, config: null },
      { kind: 'target-state', name, state: null },
    ];
    await this.#lead(`deletion of connector ${name}`, [records]);
  }

  /** As the leader; none for a connector that is to have no tasks. They count once they are committed. */
  async putTasks(name: string, configs: readonly StoredConfig[]): Promise<void> {
    const tasks = configs.map((config, task): ConfigRecord => {
      return { kind: 'task', id: { connector: name, task }, config };
    });
    const commit: ConfigRecord = { kind: 'commit', name, taskCount: configs.length };
    // What was written before must not be taken for part of it.
    const before = tasks.length > 0 ? [[], tasks] : [[]];
    await this.#lead(`task configurations of connector ${name}`, [...before, [commit]]);
  }

  /** As the leader. */
  async putSessionKey(sessionKey: SessionKey): Promise<void> {
    await this.#lead('session key', [[{ kind: 'session-key', sessionKey }]]);
  }

  /** As the leader. */
  async putRestart(restart: StoredRestart): Promise<void> {
    await this.#lead(`restart of connector ${restart.connector}`, [[{ kind: 'restart', restart }]]);
  }

  /** As the leader, once the transactional ids of earlier tasks are fenced. */
  async putFencedTaskCount(name: string, taskCount: number): Promise<void> {
    await this.#lead(`task count of connector ${name}`, [[{ kind: 'fenced-tasks', name, taskCount }]]);
  }

  /** Any worker may; known once it is read back. */
  async putTargetState(name: string, state: TargetState): Promise<void> {
    await this.#write(`target state of connector ${name}`, { kind: 'target-state', name, state });
  }

  /** Any worker may. */
  async putLogLevel(namespace: string, level: string): Promise<void> {
    await this.#write(`log level of ${namespace}`, { kind: 'log-level', namespace, level });
  }

  /** Waits for writes under way, at most this long. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStarted = false;
    await Promise.all([this.#parts.leaderWriter?.close(timeoutMs), this.#opened?.close(timeoutMs)]);
  }

  get #topicLog(): StoreLog {
    if (this.#opened !== null) return this.#opened;
    throw new ConnectError(`The store in topic '${this.#parts.topic}' is not started`);
  }

  /** Groups of records, each of them written before the next one, and read back after each. */
  async #lead(what: string, groups: readonly (readonly ConfigRecord[])[]): Promise<void> {
    await this.#withinTime(what, async (deadline) => {
      const { leaderWriter } = this.#parts;
      for (const records of groups) {
        const entries = records.map(encodeConfigRecord);
        const writer = leaderWriter ?? this.#topicLog;
        if (entries.length > 0) await deadline.within(writer.send(entries));
        await deadline.within(this.#topicLog.readToEnd());
      }
    });
  }

  async #write(what: string, record: ConfigRecord): Promise<void> {
    await this.#withinTime(what, (deadline) =>
      deadline.within(this.#topicLog.send([encodeConfigRecord(record)])),
    );
  }

  async #withinTime(what: string, write: (deadline: Deadline) => Promise<void>): Promise<void> {
    const action = `Writing the ${what} to topic '${this.#parts.topic}'`;
    try {
      await write(new Deadline(writeTimeoutMs, action));
    } catch (cause) {
      if (isConnectError(cause)) throw cause;
      const message = `${action} failed: ${(cause as Error).message}`;
      throw new ConnectError(message, { code: 'CONFIG_WRITE_FAILED', cause });
    }
  }

  #take(records: LogRecords): void {
    const changes: ConfigChange[] = [];
    const cursor = records.records();
    while (cursor.next()) {
      const { offset } = cursor;
      const decoded = decodeConfigRecord(cursor.key, cursor.value);
      if (decoded.record === null) this.#report(cursor.key, offset, decoded.problem);
      if (decoded.record === null && !decoded.isCounted) continue;
      const change = this.#fold.take(offset, decoded.record);
      if (change !== null) changes.push(change);
    }
    if (this.#isStarted && changes.length > 0) this.#parts.onChanges(changes);
  }

  /** The value may have secrets. */
  #report(key: Buffer | null, offset: number, problem: string): void {
    const fields = { topic: this.#parts.topic, offset, key: key?.toString('utf8') ?? null, problem };
    this.#parts.log.error(fields, 'A record of the config topic says nothing and is passed over');
  }
}

function tooManyPartitions(topic: string, count: number): ConfigError {
  const key = 'config.storage.topic';
  return new ConfigError(
    `Topic '${topic}' supplied via the '${key}' property is required to have a single partition in order to ` +
      `guarantee consistency of connector configurations, but found ${count} partitions.`,
    { code: 'INTERNAL_TOPIC_UNFIT', key },
  );
}
