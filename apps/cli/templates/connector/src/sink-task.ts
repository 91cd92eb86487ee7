import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, type SinkRecord, type SinkTask, type SinkTaskContext } from '@sluice/connect-api';
import type { ExampleSinkConfig } from './sink-config.ts';

/**
 * Writes records into a folder. A file is named for where its record is in Kafka, so that a record that is delivered
 * again replaces itself.
 */
export class ExampleSinkTask implements SinkTask {
  readonly #config: ExampleSinkConfig;
  readonly #context: SinkTaskContext;

  constructor(config: ExampleSinkConfig, context: SinkTaskContext) {
    this.#config = config;
    this.#context = context;
  }

  /** All of them are written when it returns: then their offsets may be committed. */
  async put(records: readonly SinkRecord[]): Promise<void> {
    await Promise.all(records.map((record) => this.#deliver(record)));
  }

  async #deliver(record: SinkRecord): Promise<void> {
    const { topic, kafkaPartition, kafkaOffset, value } = record;
    if (typeof value !== 'string' || value === '') {
      await this.#reportBad(record);
      return;
    }
    await writeFile(join(this.#config.folder, `${topic}-${kafkaPartition}-${kafkaOffset}.txt`), value);
  }

  /** Where errors are not tolerated there is nobody to report to, and the task fails at the record. */
  async #reportBad(record: SinkRecord): Promise<void> {
    const error = new DataError('The value is no text, or empty; use StringConverter as value.converter');
    if (this.#context.errantRecordReporter === null) throw error;
    await this.#context.errantRecordReporter.report(record, error);
  }
}
