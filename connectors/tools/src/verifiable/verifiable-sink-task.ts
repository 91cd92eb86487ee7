import type { PartitionOffset, SinkRecord, SinkTask, SinkTaskContext } from '@sluice/connect-api';
import { jsonText } from '../output/json-text.ts';
import { LinePrinter } from '../output/line-printer.ts';
import type { WriteText } from '../output/standard-output.ts';

/** With more characters of records waiting to be flushed, offsets are committed without waiting for the interval. */
const commitThreshold = 16 * 1024 * 1024;

/** A line before and after its time. */
interface TimelessLine {
  readonly start: string;
  readonly end: string;
}

/** Prints each record, and again when its offset is about to be committed. */
export class VerifiableSinkTask implements SinkTask {
  readonly #context: SinkTaskContext;
  readonly #printer: LinePrinter;
  /** By topic and partition. */
  readonly #unflushed = new Map<string, TimelessLine[]>();
  #unflushedLength = 0;

  constructor(context: SinkTaskContext, write: WriteText) {
    this.#context = context;
    this.#printer = new LinePrinter(write);
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    const timeMs = Date.now();
    for (const record of records) {
      const line = this.#lineOf(record);
      this.#printer.add(`${line.start}${timeMs}${line.end}}`);
      this.#linesOf(record.topic, record.kafkaPartition).push(line);
      this.#unflushedLength += line.start.length + line.end.length;
    }
    if (this.#unflushedLength > commitThreshold) this.#context.requestCommit();
    await this.#printer.flush();
  }

  async flush(offsets: readonly PartitionOffset[]): Promise<void> {
    const timeMs = Date.now();
    for (const { topic, partition } of offsets) {
      const lines = this.#linesOf(topic, partition);
      for (const { start, end } of lines) {
        this.#printer.add(`${start}${timeMs}${end},"flushed":true}`);
        this.#unflushedLength -= start.length + end.length;
      }
      lines.length = 0;
    }
    await this.#printer.flush();
  }

  async stop(): Promise<void> {
    await this.#printer.flush();
  }

  #lineOf({ key, value, kafkaOffset, topic }: SinkRecord): TimelessLine {
    const { connector, task } = this.#context;
    return {
      start: `{"task":${jsonText(key)},"seqno":${jsonText(value)},"offset":${kafkaOffset},"time_ms":`,
      end: `,"name":${JSON.stringify(connector)},"topic":${JSON.stringify(topic)},"sinkTask":${task}`,
    };
  }

  #linesOf(topic: string, partition: number): TimelessLine[] {
    const place = `${topic}-${partition}`;
    let lines = this.#unflushed.get(place);
    if (lines === undefined) this.#unflushed.set(place, (lines = []));
    return lines;
  }
}
