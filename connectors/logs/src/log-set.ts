import type { SourceRecord, SourceTaskContext } from '@sluice/connect-api';
import { isInShare, Wakeup, type Share } from '@sluice/connector-tasks';
import { dirname } from 'node:path';
import { realpath } from 'node:fs/promises';
import type { LogSourceConfig } from './config.ts';
import { LineDecoder } from './cut/line-decoder.ts';
import { DirectoryWatches } from './discover/directory-watches.ts';
import { baseDirectories, findLogs } from './discover/log-paths.ts';
import { FollowedLog, type FollowSettings } from './follow/followed-log.ts';
import { firstPlace } from './follow/first-place.ts';
import type { LogCounters } from './log-counters.ts';
import { LogRecords, partitionOf } from './log-records.ts';

export interface LogSetParts {
  readonly config: LogSourceConfig;
  readonly context: SourceTaskContext;
  readonly counters: LogCounters;
  readonly share: Share;
}

interface Entry {
  readonly followed: FollowedLog;
  readonly records: LogRecords;
}

/** Beyond what the longest line takes, so that a chunk tells whether there is a line end in time. */
const chunkBytes = 256 * 1024;

/** The logs of a task: finds them, hears which have something to read, and reads them in turns. */
export class LogSet {
  readonly #parts: LogSetParts;
  readonly #buffer: Buffer;
  readonly #settings: FollowSettings;
  readonly #entries = new Map<string, Entry>();
  /** Which log a path that is watched belongs to: its own, and that of what it links to. */
  readonly #byWatchedPath = new Map<string, string>();
  /** Those that may have something to read, the longest waiting first. */
  readonly #due = new Set<string>();
  readonly #open = new Set<string>();
  /** Those that keep lines to which others may belong. */
  readonly #waiting = new Set<string>();
  readonly #wakeup: Wakeup;
  readonly #watches: DirectoryWatches;
  #records: SourceRecord[] = [];
  #nextDiscoveryMs = 0;
  #isDiscovering = false;
  /** Why looking for logs failed, while nobody waited for it. */
  #failure: { readonly error: unknown } | null = null;
  #nextSweepMs = 0;
  /** By the clock on the wall; `null` before the first time. */
  #lookedAtMs: number | null = null;

  constructor(parts: LogSetParts) {
    const { config, context } = parts;
    this.#parts = parts;
    this.#buffer = Buffer.allocUnsafeSlow(config['line.max.bytes'] + chunkBytes);
    this.#settings = {
      decoder: new LineDecoder(config.encoding, config['invalid.bytes'] === 'fail'),
      lineMaxBytes: config['line.max.bytes'],
      cutsLongLines: config['line.too.long'] === 'cut',
      rotateWaitMs: config['rotate.wait.ms'],
    };
    this.#wakeup = new Wakeup(context.signal);
    this.#watches = new DirectoryWatches(
      { onFile: (path) => this.#heardOf(path), onNames: () => this.#discoverSoon() },
      context.log,
    );
  }

  get followedCount(): number {
    return this.#entries.size;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Those that cannot be read now. */
  get unreadableCount(): number {
    let count = 0;
    for (const { followed } of this.#entries.values()) if (followed.trouble !== null) count += 1;
    return count;
  }

  async start(): Promise<void> {
    await this.#discover();
  }

  /** What there is to read now, at most `batch.size` records. */
  async read(): Promise<readonly SourceRecord[]> {
    const nowMs = performance.now();
    if (this.#failure !== null) throw this.#failure.error;
    if (nowMs >= this.#nextDiscoveryMs) this.#discoverMeanwhile();
    if (nowMs >= this.#nextSweepMs) this.#sweep();
    const limit = this.#parts.config['batch.size'];
    const turns = this.#due.size;
    for (let turn = 0; turn < turns && this.#records.length < limit; turn += 1) {
      const [path] = this.#due;
      if (path === undefined) break;
      this.#due.delete(path);
      await this.#turn(path, limit - this.#records.length);
    }
    this.#flushWaiting();
    // The array is filled by all logs: it stays, what is in it goes.
    return this.#records.splice(0);
  }

  /** Until something may be there to read, at most so long. */
  wait(maxMs: number): Promise<void> {
    if (this.#due.size > 0) return Promise.resolve();
    const nowMs = performance.now();
    const untilMs = Math.min(nowMs + maxMs, this.#nextDiscoveryMs, this.#nextSweepMs, this.#flushAtMs());
    return this.#wakeup.wait(Math.max(0, untilMs - nowMs));
  }

  async close(): Promise<void> {
    this.#watches.close();
    this.#wakeup.close();
    for (const { followed } of this.#entries.values()) await followed.close();
  }

  async #turn(path: string, maxLines: number): Promise<void> {
    const entry = this.#entries.get(path);
    if (entry === undefined) return;
    const { config } = this.#parts;
    const turn = await entry.followed.turn(this.#buffer, maxLines);
    if (turn === 'more') this.#due.add(path);
    if (turn === 'wait') this.#wakeup.after(config['rotate.wait.ms'], () => this.#due.add(path));
    if (entry.records.waitingSinceMs !== null) this.#waiting.add(path);
    if (!entry.followed.isOpen) this.#open.delete(path);
    else if (this.#open.add(path).size > config['max.open.files']) await this.#closeIdle(path);
  }

  /** Closes what is at its end, the others have something to read. */
  async #closeIdle(except: string): Promise<void> {
    for (const path of this.#open) {
      if (path === except || this.#due.has(path)) continue;
      this.#open.delete(path);
      await this.#entries.get(path)?.followed.close();
      return;
    }
  }

  #heardOf(path: string): void {
    const log = this.#byWatchedPath.get(path);
    if (log === undefined) return;
    this.#due.add(log);
    this.#wakeup.wake();
  }

  #discoverSoon(): void {
    this.#nextDiscoveryMs = Math.min(this.#nextDiscoveryMs, performance.now() + settleMs);
    this.#wakeup.wake();
  }

  /** Reading goes on while logs are looked for: with thousands of them that takes a while. */
  #discoverMeanwhile(): void {
    this.#nextDiscoveryMs = performance.now() + this.#parts.config['discovery.interval.ms'];
    if (this.#isDiscovering) return this.#discoverSoon();
    this.#isDiscovering = true;
    const end = (): void => {
      this.#isDiscovering = false;
      this.#wakeup.wake();
    };
    this.#discover()
      .catch((error: unknown) => void (this.#failure = { error }))
      .finally(end);
  }

  async #discover(): Promise<void> {
    const { config, share } = this.#parts;
    this.#nextDiscoveryMs = performance.now() + config['discovery.interval.ms'];
    const lookingAtMs = Date.now();
    const found = (await findLogs(config)).filter((path) => isInShare(path, share));
    const added = found.filter((path) => !this.#entries.has(path));
    if (added.length > 0) await this.#add(added);
    this.#lookedAtMs = lookingAtMs;
    if (config.watch === 'notify') this.#watch();
  }

  async #add(paths: readonly string[]): Promise<void> {
    const { config, context, counters } = this.#parts;
    const offsets = await context.offsetStorageReader.offsets(paths.map(partitionOf));
    for (const [index, path] of paths.entries()) {
      const place = await firstPlace({
        path,
        offset: offsets[index] ?? null,
        startAt: config['start.at'],
        lookedAtMs: this.#lookedAtMs,
        ignoreOlderMs: Number(config['ignore.older.ms']),
      });
      const records = new LogRecords({ path, config, counters, records: this.#records });
      const parts = { path, settings: this.#settings, reader: records, log: context.log };
      this.#entries.set(path, { followed: new FollowedLog(parts, place), records });
      this.#due.add(path);
      this.#byWatchedPath.set(path, path);
      this.#byWatchedPath.set(await realpath(path).catch(() => path), path);
    }
  }

  #watch(): void {
    const directories = new Set(baseDirectories(this.#parts.config.paths));
    for (const path of this.#byWatchedPath.keys()) directories.add(dirname(path));
    this.#watches.set(directories);
  }

  /** Looks at every log: notifications can be lost. */
  #sweep(): void {
    const { config } = this.#parts;
    const intervalMs = config[config.watch === 'poll' ? 'poll.interval.ms' : 'discovery.interval.ms'];
    this.#nextSweepMs = performance.now() + intervalMs;
    for (const [path, { followed }] of this.#entries) {
      if (!this.#due.has(path) && followed.hasChanged()) this.#due.add(path);
    }
  }

  #flushWaiting(): void {
    const limitMs = performance.now() - this.#parts.config['multiline.timeout.ms'];
    for (const path of this.#waiting) {
      const records = this.#entries.get(path)?.records;
      const sinceMs = records?.waitingSinceMs ?? null;
      if (sinceMs !== null && sinceMs <= limitMs) records?.flush();
      if ((records?.waitingSinceMs ?? null) === null) this.#waiting.delete(path);
    }
  }

  #flushAtMs(): number {
    let firstMs = Infinity;
    for (const path of this.#waiting) {
      firstMs = Math.min(firstMs, this.#entries.get(path)?.records.waitingSinceMs ?? Infinity);
    }
    return firstMs + this.#parts.config['multiline.timeout.ms'];
  }
}

/** Names come and go in groups: one look is enough for all. */
const settleMs = 20;
