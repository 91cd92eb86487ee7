import { isDataError, type SourceRecord, type SourceTask, type SourceTaskContext } from '@sluice/connect-api';
import { Wakeup } from '@sluice/connector-tasks';
import { Patience } from '../connection/patience.ts';
import { RedisConnection } from '../connection/redis-connection.ts';
import type { RedisLink } from '../connection/redis-link.ts';
import { ChangedKeys } from './changed-keys.ts';
import { KeyListener } from './key-listener.ts';
import { keyRecord } from './key-records.ts';
import { KeyScan } from './key-scan.ts';
import { readKey, weightOf, type KeyValue } from './key-value.ts';
import type { KeysSettings } from './keys-settings.ts';

const maxWaitMs = 1000;
/** The most that the names of keys take up which are to be read. */
const maxBytes = 64 * 1024 * 1024;
/** About as many bytes of values are in one batch. */
const maxBatchBytes = 16 * 1024 * 1024;
/** So many keys are read at a time. */
const keysAtOnce = 50;
/** How often it is looked whether there are other masters. */
const lookMs = 5000;

/** Reads keys, and those that change. Where notifications may have been missed, it reads all of them again. */
export class KeysSourceTask implements SourceTask {
  readonly #settings: KeysSettings;
  readonly #context: SourceTaskContext;
  readonly #connection: RedisConnection;
  readonly #patience: Patience;
  readonly #listener: KeyListener;
  readonly #scan: KeyScan;
  readonly #changed = new ChangedKeys(maxBytes);
  readonly #wakeup: Wakeup;
  #isListening = false;
  #hasListened = false;
  #hasMissed = false;
  #tolerates = false;
  #isOver = false;
  #lastKeyMs = performance.now();
  #lastLookMs = performance.now();

  constructor(settings: KeysSettings, context: SourceTaskContext) {
    const { signal, log } = context;
    const { redis, pattern } = settings;
    this.#settings = settings;
    this.#context = context;
    this.#connection = new RedisConnection(redis, signal);
    this.#patience = new Patience({
      connection: this.#connection,
      limitMs: redis.retryTimeoutMs,
      log,
      signal,
    });
    this.#listener = new KeyListener(redis, pattern, (key) => this.#add(key));
    this.#scan = new KeyScan(pattern);
    this.#wakeup = new Wakeup(signal);
  }

  async start(): Promise<void> {
    const configs = await this.#context.configs();
    this.#tolerates = (configs['errors.tolerance'] ?? 'none').toLowerCase() === 'all';
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    if (this.#isOver) {
      await this.#wakeup.wait(maxWaitMs);
      return null;
    }
    try {
      const records = await this.#read();
      this.#patience.succeeded();
      return records;
    } catch (error) {
      if (isDataError(error)) throw error;
      const reason = this.#patience.passing('Reading keys failed', error);
      this.#listener.close();
      this.#isListening = false;
      await this.#patience.wait(reason);
      return null;
    }
  }

  stop(): void {
    this.#listener.close();
    this.#connection.close();
    this.#wakeup.close();
  }

  async #read(): Promise<SourceRecord[] | null> {
    const link = await this.#connection.link();
    await this.#listen(link);
    if (this.#changed.size === 0) await this.#find();
    if (this.#changed.size === 0) await this.#wakeup.wait(maxWaitMs);
    const keys = this.#changed.take(this.#settings.batchSize);
    if (keys.length > 0) return this.#recordsOf(link, keys);
    this.#endWhenIdle();
    return null;
  }

  async #listen(link: RedisLink): Promise<void> {
    const now = performance.now();
    if (this.#isListening && now - this.#lastLookMs >= lookMs) {
      this.#lastLookMs = now;
      if (!(await this.#listener.isWhole(link))) {
        this.#listener.close();
        this.#isListening = false;
      }
    }
    if (this.#isListening) return;
    await this.#listener.open(link);
    this.#isListening = true;
    if (this.#hasListened) this.#missed('the connection was lost');
    else if (this.#settings.readsSnapshot) await this.#scan.begin(link);
    this.#hasListened = true;
  }

  /** Some keys of a scan, where one is under way. */
  async #find(): Promise<void> {
    if (this.#hasMissed) {
      this.#hasMissed = false;
      if (this.#settings.readsSnapshot) await this.#scan.begin(await this.#connection.link());
    }
    while (this.#changed.size === 0 && !this.#scan.isDone) {
      for (const key of await this.#scan.next()) this.#add(key);
    }
  }

  #add(key: Buffer): void {
    this.#lastKeyMs = performance.now();
    // The bytes of a channel are the driver's to use again.
    if (!this.#changed.add(Buffer.from(key))) this.#missed('more keys changed than there is room for');
    this.#wakeup.wake();
  }

  #missed(reason: string): void {
    if (this.#hasMissed) return;
    this.#hasMissed = true;
    const remedy = this.#settings.readsSnapshot
      ? 'all keys are read again'
      : 'with mode=LIVEONLY they stay unread';
    this.#context.log.warn({ reason, remedy }, 'Changes of keys may have been missed');
  }

  /** Reads keys until there are bytes enough; the others stay to be read. */
  async #recordsOf(link: RedisLink, keys: readonly Buffer[]): Promise<SourceRecord[]> {
    const records: SourceRecord[] = [];
    let from = 0;
    try {
      for (let bytes = 0; from < keys.length && bytes < maxBatchBytes;) {
        const slice = keys.slice(from, from + keysAtOnce);
        const values = await Promise.all(slice.map((key) => readKey(link, key)));
        for (const value of values) {
          bytes += weightOf(value.value);
          this.#addRecord(records, value);
        }
        from += slice.length;
      }
      for (const key of keys.slice(from)) this.#add(key);
      return records;
    } catch (error) {
      for (const key of keys) this.#add(key);
      throw error;
    }
  }

  #addRecord(records: SourceRecord[], value: KeyValue): void {
    try {
      records.push(keyRecord(value, this.#settings));
    } catch (error) {
      if (!isDataError(error) || !this.#tolerates) throw error;
      this.#context.log.warn({ key: value.key.toString('latin1'), reason: error.message }, 'Left out a key');
    }
  }

  #endWhenIdle(): void {
    const { idleTimeoutMs } = this.#settings;
    if (idleTimeoutMs === 0 || !this.#scan.isDone || performance.now() - this.#lastKeyMs < idleTimeoutMs)
      return;
    this.#isOver = true;
    this.#listener.close();
    this.#context.log.info({ idleTimeoutMs }, 'No key changed for that long: the task has stopped listening');
  }
}
