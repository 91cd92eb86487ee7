/** What went wrong with the records of a task. Whoever deals with a failure counts it here; metrics read it. */
export class ErrorCounts {
  /** Times that a step failed, those tried again included. */
  failures = 0;
  /** Records that failed for good. */
  errors = 0;
  skipped = 0;
  retries = 0;
  logged = 0;
  deadLetters = 0;
  deadLetterFailures = 0;
  /** When a record last failed for good, in milliseconds of the epoch; 0 for never. */
  lastErrorMs = 0;

  /** A step failed and is tried again. */
  retried(): void {
    this.failures += 1;
    this.retries += 1;
  }

  /** A record failed for good; it is left out, or fails the task. As in Java, one that time ran out for counts twice. */
  failed({ tolerated, retriable }: { readonly tolerated: boolean; readonly retriable: boolean }): void {
    this.failures += retriable ? 2 : 1;
    this.errors += 1;
    if (tolerated) this.skipped += 1;
    this.lastErrorMs = Date.now();
  }

  /** A sink task reported a record that it could not deliver. */
  reported({ tolerated }: { readonly tolerated: boolean }): void {
    this.failures += 1;
    if (!tolerated) this.errors += 1;
    this.lastErrorMs = Date.now();
  }

  /** Kafka refused records of a source, which are left out. */
  sendFailed(records: number): void {
    this.failures += records;
    this.lastErrorMs = Date.now();
  }
}
