import {
  schemas,
  SourceRecord,
  type SourcePartition,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { isTrue, parseTaskConfig, schemaSourceKeys } from '../config.ts';
import { LinePrinter } from '../output/line-printer.ts';
import type { WriteText } from '../output/standard-output.ts';
import { nextSeqno } from '../pace/next-seqno.ts';
import { longestWaitMs, Pace } from '../pace/pace.ts';
import { pause } from '../pace/pause.ts';
import { schemaOne, schemaTwo, sampleValue } from './sample-value.ts';

const maxBatchSize = 500;

/** Makes records with a schema, each printed, until there are as many as were asked for. */
export class SchemaSourceTask implements SourceTask {
  readonly #context: SourceTaskContext;
  readonly #printer: LinePrinter;
  readonly #partition: SourcePartition;
  #topic = '';
  #hasTwoSchemas = false;
  #partitionCount = 1n;
  #left = 0;
  #count = 0;
  #pace = new Pace(0);
  #seqno = 0n;

  constructor(context: SourceTaskContext, write: WriteText) {
    this.#context = context;
    this.#printer = new LinePrinter(write);
    this.#partition = Object.freeze({ id: context.task });
  }

  async start(): Promise<void> {
    const config = parseTaskConfig('SchemaSourceTask', schemaSourceKeys, await this.#context.configs());
    this.#topic = config.topic;
    this.#hasTwoSchemas = isTrue(config['multiple.schema']);
    this.#partitionCount = BigInt(config['partition.count']);
    this.#left = Number(config['num.messages']);
    this.#seqno = nextSeqno(await this.#context.offsetStorageReader.offset(this.#partition));
    this.#pace = new Pace(Number(config.throughput));
  }

  async poll(): Promise<SourceRecord[] | null> {
    const { signal } = this.#context;
    if (this.#left <= 0) {
      await pause(longestWaitMs, signal);
      return null;
    }
    const count = await this.#pace.take(Math.min(maxBatchSize, this.#left), signal);
    if (count === 0) return null;
    this.#left -= count;
    const records: SourceRecord[] = [];
    for (let index = 0; index < count; index++) records.push(this.#next());
    await this.#printer.flush();
    return records;
  }

  async stop(): Promise<void> {
    await this.#printer.flush();
  }

  #next(): SourceRecord {
    const { task } = this.#context;
    const seqno = this.#seqno++;
    const valueSchema = this.#hasTwoSchemas && this.#count++ % 2 === 1 ? schemaTwo : schemaOne;
    this.#printer.add(`{"task": ${task}, "seqno": ${seqno}}`);
    return new SourceRecord({
      topic: this.#topic,
      kafkaPartition: task,
      keySchema: schemas.string,
      key: 'key',
      valueSchema,
      value: sampleValue(valueSchema, {
        partitioning: Number(seqno % this.#partitionCount),
        id: task,
        seqno,
      }),
      sourcePartition: this.#partition,
      sourceOffset: { seqno },
    });
  }
}
