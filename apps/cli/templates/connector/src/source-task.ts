import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  RetriableError,
  schemas,
  SourceRecord,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import type { ExampleSourceConfig } from './source-config.ts';

const pauseMs = 100;

/** Reads the files of a folder, one after the other. */
export class ExampleSourceTask implements SourceTask {
  readonly #config: ExampleSourceConfig;
  readonly #context: SourceTaskContext;
  /** Name of the last file that became a record; the next one comes after it. */
  #last = '';

  constructor(config: ExampleSourceConfig, context: SourceTaskContext) {
    this.#config = config;
    this.#context = context;
  }

  async start(): Promise<void> {
    const offset = await this.#context.offsetStorageReader.offset(this.#partition);
    this.#last = String(offset?.['file'] ?? '');
  }

  async poll(): Promise<SourceRecord[] | null> {
    const names = await this.#nextNames();
    if (names.length === 0) {
      // Whoever waits gives up when the task is asked to stop.
      await sleep(pauseMs, null, { signal: this.#context.signal }).catch(() => null);
      return null;
    }
    const records = await Promise.all(names.map((name) => this.#read(name)));
    this.#last = names.at(-1) ?? this.#last;
    return records;
  }

  async #nextNames(): Promise<string[]> {
    try {
      const names = await readdir(this.#config.folder);
      const next = names.filter((name) => name > this.#last).sort();
      return next.slice(0, this.#config['batch.size']);
    } catch (cause) {
      // It is tried again; any other error would fail the task.
      throw new RetriableError(`The folder ${this.#config.folder} cannot be read`, { cause });
    }
  }

  async #read(name: string): Promise<SourceRecord> {
    return new SourceRecord({
      topic: this.#config.topic,
      keySchema: schemas.string,
      key: name,
      valueSchema: schemas.string,
      value: await readFile(join(this.#config.folder, name), 'utf8'),
      sourcePartition: this.#partition,
      sourceOffset: { file: name },
    });
  }

  /** What offsets are stored for. */
  get #partition(): { folder: string } {
    return { folder: this.#config.folder };
  }
}
