import type { Logger } from 'pino';
import { pinoLevelOf, type JavaLevel } from './java-levels.ts';
import { loggerNames, rootLogger } from './logger-names.ts';

export interface LoggerLevel {
  readonly level: JavaLevel;
  /** Milliseconds of the epoch; `null` when it was never set. */
  readonly lastModifiedMs: number | null;
}

/** The level of a logger as it was set. */
export interface SetLevel {
  readonly name: string;
  readonly level: JavaLevel;
}

/** The loggers of one thread by their names: who sets the level of one sets those of all below it. */
export class Loggers {
  readonly #levels = new Map<string, LoggerLevel>();
  readonly #live = new Map<string, Set<WeakRef<Logger>>>();
  readonly #listeners = new Set<(setting: SetLevel) => void>();

  constructor(rootLevel: JavaLevel) {
    this.#levels.set(rootLogger, { level: rootLevel, lastModifiedMs: null });
    for (const name of Object.values(loggerNames)) this.ensure(name);
  }

  /** Has it that a logger of this name exists. */
  ensure(name: string): void {
    if (!this.#levels.has(name)) this.#levels.set(name, { level: this.levelOf(name), lastModifiedMs: null });
  }

  /** Has a logger follow the level of its name. */
  adopt(name: string, logger: Logger): void {
    this.ensure(name);
    const live = this.#live.get(name) ?? new Set();
    this.#live.set(name, live);
    // Tasks come and go.
    for (const ref of live) if (ref.deref() === undefined) live.delete(ref);
    live.add(new WeakRef(logger));
    logger.level = pinoLevelOf(this.levelOf(name));
  }

  /** Sorted by name. */
  all(): [name: string, level: LoggerLevel][] {
    return [...this.#levels].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  get(name: string): LoggerLevel | undefined {
    return this.#levels.get(name);
  }

  /** What holds for a name: its own level, or that of the nearest name above it. */
  levelOf(name: string): JavaLevel {
    for (let at = name; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
      const own = this.#levels.get(at);
      if (own !== undefined) return own.level;
    }
    return (this.#levels.get(rootLogger) as LoggerLevel).level;
  }

  /** Sets the level of a logger and of all below it. Returns the names of those whose level changed, sorted. */
  set(name: string, level: JavaLevel, nowMs = Date.now()): string[] {
    this.ensure(name);
    const changed = [...this.#levels].filter(([other, own]) => isBelow(other, name) && own.level !== level);
    for (const [other] of changed) this.#change(other, { level, lastModifiedMs: nowMs });
    for (const listener of this.#listeners) listener({ name, level });
    return changed.map(([other]) => other).sort();
  }

  /** What a thread that begins later has to set, in this order: names before those below them. */
  get settings(): readonly SetLevel[] {
    const set = this.all().filter(([, { lastModifiedMs }]) => lastModifiedMs !== null);
    const byDepth = ([name]: readonly [string, LoggerLevel]): number => (name === rootLogger ? 0 : 1);
    return set.sort((a, b) => byDepth(a) - byDepth(b)).map(([name, { level }]) => ({ name, level }));
  }

  /** Has somebody told of what is set from now on; returns how to end that. */
  onSet(listener: (setting: SetLevel) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #change(name: string, level: LoggerLevel): void {
    this.#levels.set(name, level);
    for (const ref of this.#live.get(name) ?? []) {
      const logger = ref.deref();
      if (logger !== undefined) logger.level = pinoLevelOf(level.level);
    }
  }
}

function isBelow(name: string, above: string): boolean {
  return above === rootLogger || name === above || name.startsWith(`${above}.`);
}
