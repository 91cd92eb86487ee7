import {
  isDataError,
  RejectedRecordsError,
  RetriableError,
  type DataError,
  type PartitionOffset,
  type RejectedRecord,
  type SinkRecord,
  type SinkTask,
  type SinkTaskContext,
} from '@sluice/connect-api';
import { BulkWriter } from './bulk/bulk-writer.ts';
import { Refusals } from './bulk/refusals.ts';
import { safeOffsets } from './bulk/safe-offsets.ts';
import { WriterCounts } from './bulk/writer-counts.ts';
import type { SearchSinkSettings } from './config/settings.ts';
import { OperationWriter } from './document/operation-writer.ts';
import type { Operation } from './document/operation.ts';
import { PatientClient } from './http/patient-client.ts';
import { SearchClient } from './http/search-client.ts';
import type { Resource } from './resources/resource.ts';
import { SearchResources } from './resources/search-resources.ts';

/** While something is under way, the task looks after it at least so often. */
const attentionMs = 200;

/** How long a task that is asked to stop waits for requests that are under way. */
const stopGraceMs = 2000;

const forEver = new AbortController().signal;

/** The parts of a task that has been started. */
interface Started {
  readonly client: SearchClient;
  readonly resources: SearchResources;
  readonly writer: BulkWriter;
  readonly refusals: Refusals;
}

/** Why there is no document for a record. */
interface Rejection {
  readonly error: DataError;
}

/** Writes records as documents into a search engine. */
export class SearchSinkTask implements SinkTask {
  readonly #settings: SearchSinkSettings;
  readonly #context: SinkTaskContext;
  readonly #operations: OperationWriter;
  readonly #counts: WriterCounts;
  #started: Started | null = null;
  #failure: { readonly error: unknown } | null = null;

  constructor(settings: SearchSinkSettings, context: SinkTaskContext) {
    this.#settings = settings;
    this.#context = context;
    this.#operations = new OperationWriter(settings.documents);
    this.#counts = new WriterCounts(context.log);
  }

  async start(): Promise<void> {
    const { connection, batching, documents, resources } = this.#settings;
    const { signal, log, metrics, errantRecordReporter: reporter } = this.#context;
    const { 'errors.tolerance': tolerance = 'none' } = await this.#context.configs();
    const client = await SearchClient.open(connection);
    const patient = new PatientClient({ client, signal, ...batching });
    const counts = this.#counts;
    const tolerates = tolerance.toLowerCase() === 'all';
    const refusals = new Refusals({ settings: documents, reporter, tolerates, counts, log });
    this.#started = {
      client,
      resources: new SearchResources({ client: patient, settings: resources, documents }),
      refusals,
      writer: new BulkWriter({
        client,
        settings: batching,
        counts,
        onRefused: (kind, operation, error) => refusals.add(kind, operation, error),
      }),
    };
    counts.register(metrics);
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    const { resources, writer, refusals } = this.#running;
    const rejected: RejectedRecord[] = [];
    this.#throwIfFailed();
    for (let index = 0; index < records.length; index += 1) {
      const record = records[index] as SinkRecord;
      const resource = resources.known(record) ?? (await resources.prepare(record));
      const operation = this.#operationOf(record, resource);
      if (isRejection(operation)) rejected.push({ index, error: operation.error });
      else if (operation !== null) while (!writer.add(operation)) await this.#waitForRoom();
    }
    if (this.#settings.batching.isSynchronous) {
      await writer.flush(this.#settings.batching.flushTimeoutMs, this.#context.signal);
    }
    this.#throwIfFailed();
    if (!writer.isIdle || !refusals.isEmpty) this.#context.timeout(attentionMs);
    if (rejected.length > 0) throw new RejectedRecordsError(rejected);
  }

  async preCommit(offsets: readonly PartitionOffset[]): Promise<readonly PartitionOffset[]> {
    const { writer, refusals } = this.#running;
    const isStopping = this.#context.signal.aborted;
    if (this.#failure === null) {
      const timeoutMs = isStopping ? stopGraceMs : this.#settings.batching.flushTimeoutMs;
      await writer.flush(timeoutMs, isStopping ? forEver : this.#context.signal);
    }
    // What fails here fails the next put; offsets of what is not settled are kept back until then.
    this.#failing(() => refusals.settle());
    return safeOffsets(offsets, [writer.unsettled(), refusals.unsettled()]);
  }

  stop(): void {
    this.#started?.writer.close();
    this.#started?.client.close();
  }

  get #running(): Started {
    if (this.#started === null) throw new Error('the task was not started');
    return this.#started;
  }

  /** `null` where nothing is to be done; a rejection where the worker is to decide what becomes of the record. */
  #operationOf(record: SinkRecord, resource: Resource): Operation | Rejection | null {
    try {
      return this.#operations.write(record, resource);
    } catch (error) {
      if (!isDataError(error)) throw error;
      this.#counts.refused += 1;
      const { refusals } = this.#running;
      if (this.#settings.documents.dropsInvalid) refusals.dropped(record, error);
      else if (!refusals.report(record, error)) return { error };
      return null;
    }
  }

  /** @throws RetriableError when the task is to stop: then these records come again. */
  async #waitForRoom(): Promise<void> {
    const { signal } = this.#context;
    await this.#running.writer.changed(signal);
    this.#throwIfFailed();
    if (signal.aborted) throw new RetriableError('The task stops while records wait for room');
  }

  #throwIfFailed(): void {
    const { writer, refusals } = this.#running;
    this.#failing(() => {
      writer.throwIfFailed();
      refusals.settle();
    });
    if (this.#failure !== null) throw this.#failure.error;
  }

  #failing(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}

function isRejection(operation: Operation | Rejection | null): operation is Rejection {
  return operation !== null && 'error' in operation;
}
