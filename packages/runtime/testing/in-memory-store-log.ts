import type { LogEntry, LogRecords } from '../src/stores/topic-log/log-clients.ts';
import type { OpenStoreLog, StoreLog } from '../src/stores/topic-log/store-log.ts';

interface StoredRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** A topic in memory with one reader, which reads on when it is asked to read to the end, or told to. */
export class InMemoryStoreLog implements StoreLog {
  partitionCount = 1;
  readonly records: StoredRecord[] = [];
  /** What the next writes fail with, in order; `null` for a write that succeeds. */
  readonly failures: (Error | null)[] = [];
  /** What was done, in order: `send` with its keys, and `read`. */
  readonly actions: string[] = [];
  isClosed = false;
  #onRecords: (records: LogRecords) => void = () => undefined;
  #readUpTo = 0;

  readonly open: OpenStoreLog = (onRecords) => {
    this.#onRecords = onRecords;
    return Promise.resolve(this);
  };

  /** As another worker does it. Offsets may have gaps. */
  put(key: string, value: string | null, offset = this.endOffset): void {
    const bytes = value === null ? null : Buffer.from(value);
    this.records.push({ partition: 0, offset, key: Buffer.from(key), value: bytes });
  }

  get endOffset(): number {
    return (this.records.at(-1)?.offset ?? -1) + 1;
  }

  /** `key=value` of all records. */
  get written(): string[] {
    return this.records.map(({ key, value }) => `${key?.toString()}=${value?.toString() ?? null}`);
  }

  /** Hands on what is new. */
  follow(): void {
    const fresh = this.records.slice(this.#readUpTo);
    this.#readUpTo = this.records.length;
    if (fresh.length > 0) this.#onRecords({ topic: 't', partition: 0, records: () => cursor(fresh) });
  }

  start(): Promise<void> {
    return this.readToEnd();
  }

  readToEnd(): Promise<void> {
    this.actions.push('read');
    this.follow();
    return Promise.resolve();
  }

  async send(entries: readonly LogEntry[]): Promise<void> {
    this.actions.push(`send ${entries.map(({ key }) => String(key)).join(' ')}`);
    await Promise.resolve();
    const failure = this.failures.shift() ?? null;
    if (failure !== null) throw failure;
    for (const { key, value } of entries) this.put(String(key), value === null ? null : String(value));
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

function cursor(records: readonly StoredRecord[]): ReturnType<LogRecords['records']> {
  let index = -1;
  return {
    timestampMs: 0,
    next: () => ++index < records.length,
    get offset() {
      return records[index]?.offset ?? -1;
    },
    get key() {
      return records[index]?.key ?? null;
    },
    get value() {
      return records[index]?.value ?? null;
    },
  };
}
