import type { DataError, ErrantRecordReporter, PluginLogger, SinkRecord } from '@sluice/connect-api';
import type { DocumentSettings, Refusal } from '../config/settings.ts';
import type { Operation } from '../document/operation.ts';
import type { WriterCounts } from './writer-counts.ts';

export interface RefusalsParts {
  readonly settings: Pick<DocumentSettings, 'onMalformed' | 'onConflict' | 'reportsIgnored'>;
  readonly reporter: ErrantRecordReporter | null;
  /** `errors.tolerance` is `all`: what nobody wants reported is left out. */
  readonly tolerates: boolean;
  readonly counts: WriterCounts;
  readonly log: PluginLogger;
}

interface Refused {
  readonly record: SinkRecord;
  readonly error: DataError;
  readonly policy: Refusal;
}

/**
 * What becomes of records whose documents were refused. Answers of the server come at any time, but records are
 * reported when the worker expects it.
 */
export class Refusals {
  readonly #parts: RefusalsParts;
  #waiting: Refused[] = [];

  constructor(parts: RefusalsParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(kind: 'malformed' | 'conflict', { record }: Operation, error: DataError): void {
    const { settings, counts } = this.#parts;
    if (kind === 'conflict') counts.conflicts += 1;
    else counts.refused += 1;
    const policy = kind === 'conflict' ? settings.onConflict : settings.onMalformed;
    // A record that is older than its document is nothing to tell of where it is ignored.
    const isSilent = policy === 'ignore' && (kind === 'conflict' || !settings.reportsIgnored);
    if (!isSilent) this.#waiting.push({ record, error, policy });
  }

  /**
   * Reports what was refused.
   * @throws ConnectError when the task has to fail of it. That record, and those behind it, stay unsettled.
   */
  settle(): void {
    while (this.#waiting.length > 0) {
      this.#settle(this.#waiting[0] as Refused);
      this.#waiting.shift();
    }
  }

  /** The records that wait to be reported. */
  *unsettled(): Generator<SinkRecord> {
    for (const { record } of this.#waiting) yield record;
  }

  /**
   * Hands a record to the worker; false when nobody takes reports.
   * @throws ConnectError when its failure is not tolerated.
   */
  report(record: SinkRecord, error: DataError): boolean {
    const { reporter } = this.#parts;
    // The worker itself waits until the report is safe, and knows when it is lost.
    reporter?.report(record, error).catch(() => undefined);
    return reporter !== null;
  }

  /** Notes a record that is left out. */
  dropped(record: SinkRecord, error: DataError): void {
    if (this.#parts.tolerates) this.report(record, error);
    else this.#parts.log.warn({ err: error }, 'A record is left out, since no document can be made of it');
  }

  #settle({ record, error, policy }: Refused): void {
    const { settings, tolerates, log } = this.#parts;
    const reportsIgnored = settings.reportsIgnored && tolerates;
    switch (policy) {
      case 'fail':
        if (settings.reportsIgnored) this.report(record, error);
        throw error;
      case 'report':
        if (!this.report(record, error) && !tolerates) throw error;
        return;
      case 'warn':
        log.warn({ err: error }, 'A document was refused and is left out');
        if (reportsIgnored) this.report(record, error);
        return;
      case 'ignore':
        if (reportsIgnored) this.report(record, error);
    }
  }
}
