import { hostname } from 'node:os';
import {
  ConnectHeaders,
  DataError,
  optionalSchemas,
  schemas,
  SourceRecord,
  type Schema,
  type SourcePartition,
} from '@sluice/connect-api';
import type { HeaderName, LogSourceConfig } from './config.ts';
import { ContainerLines, unwrapCri, unwrapDocker } from './events/container-lines.ts';
import type { EventStage, LogEvent } from './events/event.ts';
import { continuation, Multiline } from './events/multiline.ts';
import type { LogReader } from './follow/followed-log.ts';
import { offsetOf, type Place } from './follow/place.ts';
import type { LogCounters } from './log-counters.ts';
import { eventParserOf, type EventParser } from './parse/event-parser.ts';

export interface LogRecordsParts {
  readonly path: string;
  readonly config: LogSourceConfig;
  readonly counters: LogCounters;
  /** Where records are put. */
  readonly records: SourceRecord[];
}

/** The source partition of a log. */
export function partitionOf(path: string): SourcePartition {
  return { path };
}

const keyOf: Readonly<Record<string, (path: string) => string | null>> = {
  path: (path) => path,
  'host-path': (path) => `${hostname()}:${path}`,
  none: () => null,
};

/** Makes records of the lines of one log. */
export class LogRecords implements LogReader {
  readonly #parts: LogRecordsParts;
  readonly #partition: SourcePartition;
  readonly #key: string | null;
  readonly #keySchema: Schema | null;
  readonly #parse: EventParser | null;
  /** Innermost first; none where each line is an event. */
  readonly #stages: readonly EventStage[];
  readonly #headers: ReadonlySet<HeaderName>;

  constructor(parts: LogRecordsParts) {
    const { path, config } = parts;
    this.#parts = parts;
    this.#partition = Object.freeze(partitionOf(path));
    this.#key = keyOf[config.key]?.(path) ?? null;
    this.#keySchema = this.#key === null ? null : schemas.string;
    this.#parse = eventParserOf(config);
    this.#headers = new Set(config.headers as readonly HeaderName[]);
    this.#stages = this.#stagesOf(config);
  }

  /** Since when lines are kept that may belong to others; `null` where none are. */
  get waitingSinceMs(): number | null {
    return this.#stages.find(({ waitingSinceMs }) => waitingSinceMs !== null)?.waitingSinceMs ?? null;
  }

  line(text: string, after: Place): void {
    this.#parts.counters.lines += 1;
    const [first] = this.#stages;
    if (first === undefined) this.#event(text, after, noOrigin);
    else first.line({ text, after, timestampMs: null, stream: null });
  }

  bytes(count: number): void {
    this.#parts.counters.bytes += count;
  }

  tooLong(): void {
    this.#parts.counters.tooLong += 1;
  }

  fileEnd(): void {
    this.flush();
  }

  /** Nothing will be added to what was kept. */
  flush(): void {
    for (const stage of this.#stages) stage.flush();
  }

  #stagesOf(config: LogSourceConfig): EventStage[] {
    const finish = (event: LogEvent): void => this.#event(event.text, event.after, event);
    const nowMs = (): number => performance.now();
    const isContinued = continuation(config['multiline.start'], config['multiline.continue']);
    const multiline =
      isContinued === null
        ? null
        : new Multiline({ isContinued, maxLines: config['multiline.max.lines'], nowMs }, finish);
    if (config.container === 'none') return multiline === null ? [] : [multiline];
    const lines = new ContainerLines({
      unwrap: config.container === 'cri' ? unwrapCri : unwrapDocker,
      next: multiline === null ? finish : (event) => multiline.line(event),
      onMismatch: ({ text, after }) => this.#mismatch(text, after, `it is no line of ${config.container}`),
      maxChars: config['line.max.bytes'],
      nowMs,
    });
    return multiline === null ? [lines] : [lines, multiline];
  }

  #event(text: string, after: Place, origin: Origin): void {
    const parsed = this.#parse?.(text) ?? { schema: schemas.string, value: text };
    if (typeof parsed === 'string') this.#mismatch(text, after, parsed);
    else this.#add(parsed.schema, parsed.value, { after, origin, mismatch: null });
  }

  #mismatch(text: string, after: Place, reason: string): void {
    const { config, counters, path } = this.#parts;
    counters.mismatches += 1;
    if (config['format.mismatch'] === 'skip') return;
    if (config['format.mismatch'] === 'fail') {
      throw new DataError(
        `An event of ${path} that ends at byte ${after.position} is not of the format: ${reason}`,
      );
    }
    this.#add(schemas.string, text, { after, origin: noOrigin, mismatch: reason });
  }

  #add(valueSchema: Schema | null, value: unknown, about: About): void {
    const { config, records } = this.#parts;
    records.push(
      new SourceRecord({
        topic: config.topic,
        keySchema: this.#keySchema,
        key: this.#key,
        valueSchema,
        value,
        timestampMs: about.origin.timestampMs ?? null,
        ...this.#headersOf(about),
        sourcePartition: this.#partition,
        sourceOffset: offsetOf(about.after),
      }),
    );
  }

  #headersOf({ after, origin: { stream }, mismatch }: About): { headers?: ConnectHeaders } {
    if (this.#headers.size === 0 && stream === null && mismatch === null) return noHeaders;
    const headers = new ConnectHeaders();
    if (this.#headers.has('host')) headers.add('host', hostname(), schemas.string);
    if (this.#headers.has('path')) headers.add('path', this.#parts.path, schemas.string);
    if (this.#headers.has('position')) headers.add('position', BigInt(after.position), schemas.int64);
    if (stream !== null) headers.add('stream', stream, optionalSchemas.string);
    if (mismatch !== null) headers.add('mismatch', mismatch, schemas.string);
    return { headers };
  }
}

/** What a container says of an event. */
type Origin = Pick<LogEvent, 'timestampMs' | 'stream'>;

interface About {
  readonly after: Place;
  readonly origin: Origin;
  readonly mismatch: string | null;
}

const noOrigin: Origin = { timestampMs: null, stream: null };
const noHeaders = {};
