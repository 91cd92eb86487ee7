import {
  SchemaBuilder,
  schemas,
  SourceRecord,
  Struct,
  type SourcePartition,
  type SourceTask,
  type SourceTaskContext,
} from '@sluice/connect-api';
import { isTrue, parseTaskConfig, verifiableSourceKeys } from '../config.ts';
import { jsonText } from '../output/json-text.ts';
import { LinePrinter } from '../output/line-printer.ts';
import type { WriteText } from '../output/standard-output.ts';
import { nextSeqno } from '../pace/next-seqno.ts';
import { Pace } from '../pace/pace.ts';

const maxBatchSize = 500;

const completeSchema = SchemaBuilder.struct()
  .field('name', schemas.string)
  .field('task', schemas.int32)
  .field('topic', schemas.string)
  .field('time_ms', schemas.int64)
  .field('seqno', schemas.int64)
  .build();

/** Makes numbered records; prints each when it is made, and again when it was delivered. */
export class VerifiableSourceTask implements SourceTask {
  readonly #context: SourceTaskContext;
  readonly #printer: LinePrinter;
  readonly #partition: SourcePartition;
  #topic = '';
  #isComplete = false;
  #pace = new Pace(0);
  #seqno = 0n;

  constructor(context: SourceTaskContext, write: WriteText) {
    this.#context = context;
    this.#printer = new LinePrinter(write);
    this.#partition = Object.freeze({ id: context.task });
  }

  async start(): Promise<void> {
    const config = parseTaskConfig(
      'VerifiableSourceTask',
      verifiableSourceKeys,
      await this.#context.configs(),
    );
    this.#topic = config.topic;
    this.#isComplete = isTrue(config['complete.record.data']);
    this.#seqno = nextSeqno(await this.#context.offsetStorageReader.offset(this.#partition));
    this.#pace = new Pace(Number(config.throughput));
  }

  async poll(): Promise<SourceRecord[] | null> {
    const count = await this.#pace.take(maxBatchSize, this.#context.signal);
    if (count === 0) return null;
    const timeMs = Date.now();
    const records: SourceRecord[] = [];
    for (let index = 0; index < count; index++) records.push(this.#next(timeMs));
    await this.#printer.flush();
    return records;
  }

  commitRecord(record: SourceRecord): void {
    this.#printer.add(`{"committed":true,${this.#description(jsonText(record.value), Date.now())}}`);
  }

  async stop(): Promise<void> {
    await this.#printer.flush();
  }

  #next(timeMs: number): SourceRecord {
    const seqno = this.#seqno++;
    this.#printer.add(`{${this.#description(String(seqno), timeMs)}}`);
    return new SourceRecord({
      topic: this.#topic,
      keySchema: schemas.int32,
      key: this.#context.task,
      valueSchema: this.#isComplete ? completeSchema : schemas.int64,
      value: this.#isComplete ? this.#completeValue(seqno, timeMs) : seqno,
      sourcePartition: this.#partition,
      sourceOffset: { seqno },
    });
  }

  #completeValue(seqno: bigint, timeMs: number): Struct {
    const { connector, task } = this.#context;
    return new Struct(completeSchema)
      .put('name', connector)
      .put('task', task)
      .put('topic', this.#topic)
      .put('time_ms', BigInt(timeMs))
      .put('seqno', seqno);
  }

  #description(seqno: string, timeMs: number): string {
    const { connector, task } = this.#context;
    const name = JSON.stringify(connector);
    return `"task":${task},"seqno":${seqno},"time_ms":${timeMs},"name":${name},"topic":${JSON.stringify(this.#topic)}`;
  }
}
