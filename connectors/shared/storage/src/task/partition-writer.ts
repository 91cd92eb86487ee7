import { isDataError, type Schema, type SinkRecord, type TopicPartition } from '@sluice/connect-api';
import { filePrefix, formatFileName } from '../files/file-names.ts';
import { joinPath } from '../files/topic-folders.ts';
import { changesSchema, projected } from '../schemas/compatibility.ts';
import { formatBoundaries, parseBoundaries, type Boundary } from './boundaries.ts';
import { DurableRanges } from './durable-ranges.ts';
import { Generation } from './generation.ts';
import { OpenFile } from './open-file.ts';
import { SealedGenerations } from './sealed-generations.ts';
import type { StorageParts } from './storage-parts.ts';

export interface WriterStart {
  readonly offset: number;
  /** Whether that is the committed offset, whoever committed it. */
  readonly isCommitted: boolean;
  /** Boundaries that were announced before; `null` when the committed offset does not come from this connector. */
  readonly plan: readonly Boundary[] | null;
}

export interface WriterParts extends StorageParts {
  /** Called when files were shown: more can be committed. */
  readonly onShown: () => void;
}

/** Which file a record goes into. */
interface FilePlace {
  readonly folder: string;
  readonly prefix: string;
}

const mostKnownPlaces = 1000;

/** The most folders of the clock in one generation: they have to fit into the metadata of an offset. */
const maxSegments = 8;

/**
 * Puts the records of one Kafka partition into files.
 *
 * Records go into the generation that is open. When it is full it is sealed, its files are finished, and then shown, in
 * order. The committed offset is the start of the oldest generation that is not shown completely; after a failure
 * everything from there on comes again, goes the same ways, and what is in files already is left out.
 */
export class PartitionWriter {
  readonly partition: TopicPartition;
  readonly #parts: StorageParts;
  readonly #durable: DurableRanges;
  #nextOffset: number;
  #plan: Boundary[];
  #generation: Generation | null = null;
  readonly #sealed: SealedGenerations;
  #schema: Schema | null = null;
  #hasSchema = false;
  #announced: { readonly metadata: string; readonly generations: readonly Generation[] } | null = null;
  /**
   * Whether whoever comes next begins at a committed offset. Without one it begins behind the last record in any file,
   * and would leave out those of files beside it that were not shown.
   */
  #hasCommitted: boolean;
  #lastMs = 0;
  readonly #places = new Map<string, Map<string, FilePlace>>();
  #lastTopic: { readonly topic: string; readonly places: Map<string, FilePlace> } | null = null;
  #lastFile: { readonly place: FilePlace; readonly generation: Generation; readonly file: OpenFile } | null =
    null;
  /** Set while the consumer has not gone back yet to where it is to deliver again from. */
  #rewoundTo: number | null = null;
  /** How many records were left out as they are in files already. */
  skipped = 0;

  constructor(partition: TopicPartition, start: WriterStart, parts: WriterParts) {
    this.partition = partition;
    this.#parts = parts;
    const { limit, onShown } = parts;
    this.#sealed = new SealedGenerations({ limit, onShown, pathOf: (file) => this.#pathOf(file) });
    this.#nextOffset = start.offset;
    this.#plan = [...(start.plan ?? [])];
    this.#hasCommitted = start.isCommitted;
    const fromOffset = start.plan === null ? null : start.offset;
    this.#durable = new DurableRanges({ store: parts.store, padWidth: parts.padWidth, fromOffset });
  }

  /** Where to go on when everything that is not shown is given up. */
  get restartOffset(): number {
    return this.#sealed.first?.start.offset ?? this.#generation?.start.offset ?? this.#nextOffset;
  }

  get openFiles(): Iterable<OpenFile> {
    return this.#generation?.files.values() ?? [];
  }

  /** What is full. */
  get sealed(): SealedGenerations {
    return this.#sealed;
  }

  /** Whether a boundary has to be committed before more can be shown. */
  get awaitsCommit(): boolean {
    return this.#sealed.first?.mayBePublished === false;
  }

  /** When the clock alone makes something happen. */
  get deadlineMs(): number {
    const generation = this.#generation;
    if (generation === null || generation.start.plan !== null) return Number.POSITIVE_INFINITY;
    return this.#parts.rules.deadlineMs(filled(generation));
  }

  /**
   * Takes a record. Gives what has to be waited for before the record is given again; `null` when it was taken.
   * @throws DataError when it never can be; it is left out then.
   */
  add(record: SinkRecord, nowMs: number): Promise<void> | null {
    const offset = record.originalKafkaOffset;
    if (offset < this.#nextOffset) return null;
    this.#rewoundTo = null;
    this.#followPlan(offset);
    try {
      return this.#place(record, Math.max(nowMs, this.#lastMs));
    } catch (error) {
      if (isDataError(error)) this.#nextOffset = offset + 1;
      throw error;
    }
  }

  /**
   * Does what is due by the clock.
   * @param hasRecords - whether more of them have come: then the partition was not idle, however long they waited.
   */
  tick(nowMs: number, hasRecords: boolean): void {
    const generation = this.#generation;
    if (generation === null) return;
    if (hasRecords) generation.lastMs = nowMs;
    if (nowMs >= this.deadlineMs) this.#seal(this.#nextOffset, false);
  }

  /** The offset that may be committed, when the consumer has come to `consumedOffset`, and what is to be kept with it. */
  safeOffset(consumedOffset: number): { readonly offset: number; readonly metadata: string } {
    if (this.#rewoundTo === null) this.#followPlan(consumedOffset);
    if (consumedOffset === this.#rewoundTo) this.#rewoundTo = null;
    const isEmpty = this.#sealed.count === 0 && this.#generation === null && this.#rewoundTo === null;
    const offset = isEmpty ? Math.max(consumedOffset, this.#nextOffset) : this.restartOffset;
    const generations = this.#sealed.all;
    const boundaries = [...generations.map(({ boundary }) => boundary), ...this.#remainingPlan(offset)];
    const metadata = formatBoundaries(boundaries);
    this.#announced = { metadata, generations };
    return { offset, metadata };
  }

  /** The metadata is stored with the committed offset. */
  confirm(metadata: string): void {
    if (this.#announced?.metadata !== metadata) return;
    this.#hasCommitted = true;
    for (const generation of this.#announced.generations) {
      generation.isConfirmed ||= isAnnounced(generation.boundary, metadata);
    }
  }

  /** Gives up what is not shown; it comes again from {@link restartOffset} on. */
  async abandon(): Promise<void> {
    await this.#sealed.giveUp();
    const sealed = this.#sealed.all;
    const generations = [...sealed, ...(this.#generation === null ? [] : [this.#generation])];
    const offset = this.restartOffset;
    // A boundary that was announced stays one: somebody may have seen files that end there.
    const announced = sealed.filter(({ isConfirmed }) => isConfirmed).map(({ boundary }) => boundary);
    this.#plan = [...announced, ...this.#remainingPlan(offset)];
    const [first] = generations;
    if (first !== undefined) this.#schema = first.start.schemaBefore;
    this.#hasSchema = first === undefined ? this.#hasSchema : first.start.schemaBefore !== null;
    this.#nextOffset = offset;
    this.#rewoundTo = offset;
    this.#sealed.clear();
    this.#generation = null;
    this.#announced = null;
    this.#lastFile = null;
    this.#durable.forget();
    await Promise.all(
      generations.flatMap(({ files }) => Array.from(files.values(), (file) => file.discard())),
    );
  }

  #place(record: SinkRecord, nowMs: number): Promise<void> | null {
    const offset = record.originalKafkaOffset;
    const { partitioner } = this.#parts;
    const plan = this.#planFor(offset);
    const timeMs = partitioner.timeOf?.(record) ?? null;
    const folder = this.#folderOf(record, { nowMs, plan });
    const schemaChanged = this.#schemaChanges(record);
    const place = this.#placeOf(record, folder);
    if (!this.#durable.isKnown(place.folder)) return this.#durable.look(place.folder, place.prefix);
    this.#lastMs = nowMs;
    if (plan === null && this.#mustRotateBefore(timeMs)) this.#seal(offset, true);
    if (schemaChanged) this.#takeSchema(record, offset);
    this.#nextOffset = offset + 1;
    const generation = (this.#generation ??= new Generation({
      offset,
      nowMs,
      timeMs,
      schemaBefore: this.#schema,
      scheduledMs: this.#parts.rules.scheduledAfter(nowMs),
      plan,
    }));
    if (partitioner.usesWallClock && plan === null) generation.segment(folder, offset);
    this.#write(record, place);
    this.#count(generation, nowMs);
    return null;
  }

  /** @throws DataError when the record cannot be represented. */
  #write(record: SinkRecord, place: FilePlace): void {
    const offset = record.originalKafkaOffset;
    if (this.#durable.has(place.folder, offset)) {
      this.skipped += 1;
      return;
    }
    const value = projected(record.value, record.valueSchema, this.#schema);
    this.#fileIn(this.#generation as Generation, { place, offset }).add(offset, value);
  }

  /** What is in files already counts, too: it did when they were made. */
  #count(generation: Generation, nowMs: number): void {
    const { rules } = this.#parts;
    generation.count += 1;
    generation.lastMs = nowMs;
    if (generation.start.plan !== null) return;
    const rawBytes = rules.needsBytes ? generation.rawBytes : 0;
    if (rules.isFull({ count: generation.count, rawBytes })) this.#seal(this.#nextOffset, true);
  }

  #folderOf(
    record: SinkRecord,
    { nowMs, plan }: { readonly nowMs: number; readonly plan: Boundary | null },
  ): string {
    const segments = plan?.segments ?? null;
    const offset = record.originalKafkaOffset;
    const planned = segments?.findLast(([, fromOffset]) => fromOffset <= offset) ?? segments?.[0];
    return planned?.[0] ?? this.#parts.partitioner.folderOf(record, nowMs);
  }

  /** Whether the files have to end before a record by the time of records, or by too many folders of the clock. */
  #mustRotateBefore(timeMs: number | null): boolean {
    const generation = this.#generation;
    if (generation === null) return false;
    const firstMs = generation.start.timeMs;
    if (timeMs !== null && firstMs !== null && this.#parts.rules.isBeyond(firstMs, timeMs)) return true;
    return generation.segmentCount >= maxSegments;
  }

  #schemaChanges({ valueSchema }: SinkRecord): boolean {
    if (!this.#hasSchema) return true;
    return changesSchema(this.#parts.compatibility, valueSchema, this.#schema);
  }

  #takeSchema({ valueSchema }: SinkRecord, offset: number): void {
    if (this.#generation !== null) this.#seal(offset, true);
    this.#schema = valueSchema;
    this.#hasSchema = true;
  }

  /** The same object for the same place, so that looking it up is quick. */
  #placeOf(record: SinkRecord, folder: string): FilePlace {
    const { topic, originalTopic, originalKafkaPartition: partition } = record;
    const last = this.#lastTopic;
    const places = last !== null && last.topic === topic ? last.places : this.#placesOf(topic);
    const known = places.get(folder);
    if (known !== undefined) return known;
    if (places.size >= mostKnownPlaces) places.clear();
    const place = {
      folder: joinPath(this.#parts.folders.of(topic), folder),
      prefix: filePrefix({ topic, originalTopic, partition }),
    };
    places.set(folder, place);
    return place;
  }

  #placesOf(topic: string): Map<string, FilePlace> {
    const places = this.#places.get(topic) ?? new Map<string, FilePlace>();
    this.#places.set(topic, places);
    this.#lastTopic = { topic, places };
    return places;
  }

  #fileIn(
    generation: Generation,
    { place, offset }: { readonly place: FilePlace; readonly offset: number },
  ): OpenFile {
    const last = this.#lastFile;
    if (last !== null && last.place === place && last.generation === generation) return last.file;
    const key = `${place.folder}/${place.prefix}`;
    const file = generation.files.get(key) ?? this.#newFile(place, offset);
    generation.files.set(key, file);
    this.#lastFile = { place, generation, file };
    return file;
  }

  #newFile(place: FilePlace, offset: number): OpenFile {
    const { format, store, folders } = this.#parts;
    const encoder = format.begin(this.#schema);
    const { topic, partition } = this.partition;
    const staged = store.stage({
      stagingFolder: folders.stagingOf(topic, partition),
      extension: format.extension,
    });
    return new OpenFile(place, encoder, { staged, offset });
  }

  #pathOf(file: OpenFile): string {
    const { padWidth, format } = this.#parts;
    const name = formatFileName(file.prefix, file.range, { padWidth, extension: format.extension });
    return joinPath(file.folder, name);
  }

  #seal(untilOffset: number, isDeterministic: boolean): void {
    const generation = this.#generation;
    if (generation === null) return;
    generation.seal(untilOffset, isDeterministic && this.#hasCommitted);
    // What goes by a plan was announced by whoever made the plan.
    if (generation.start.plan !== null) generation.isConfirmed = true;
    this.#sealed.add(generation);
    this.#generation = null;
  }

  /** Ends what was planned to end before an offset. */
  #followPlan(offset: number): void {
    for (let next = this.#plan[0]; next !== undefined && offset >= next.untilOffset; next = this.#plan[0]) {
      this.#seal(next.untilOffset, true);
      this.#plan.shift();
    }
  }

  #planFor(offset: number): Boundary | null {
    const next = this.#plan[0];
    return next !== undefined && offset < next.untilOffset ? next : null;
  }

  #remainingPlan(offset: number): Boundary[] {
    return this.#plan.filter(({ untilOffset }) => untilOffset > offset);
  }
}

function filled({ start, count, lastMs }: Generation) {
  return {
    count,
    rawBytes: 0,
    firstMs: start.nowMs,
    lastMs,
    firstTimeMs: start.timeMs,
    scheduledMs: start.scheduledMs,
  };
}

function isAnnounced({ untilOffset }: Boundary, metadata: string): boolean {
  return parseBoundaries(metadata)?.some((announced) => announced.untilOffset === untilOffset) ?? false;
}
