import type { PluginLogger } from '@sluice/connect-api';
import type { StateChange } from '../task-host/task-host.ts';
import { longestTimerMs } from '../timing/longest-timer.ts';
import type { FailureCause } from './failure-cause.ts';
import {
  hourMs,
  initialRestartState,
  nextRestartState,
  type RestartEvent,
  type RestartPhase,
  type RestartState,
} from './restart-policy.ts';
import type { RestartSettings } from './restart-settings.ts';

/** What may be restarted: a connector's instance, its division of the work, or one of its tasks by number. */
export interface RestartSubject {
  readonly connector: string;
  readonly part: 'connector' | 'division' | number;
}

/** What users see of the restarts of a connector or task. */
export interface RestartOutlook {
  readonly policy: RestartSettings['rule'];
  readonly phase: RestartPhase;
  readonly reason: string;
  readonly restartsInLastHour: number;
  /** Milliseconds since 1970, `null` when no restart is due. */
  readonly nextRestartMs: number | null;
}

/** What has become of something that has run or failed. */
export interface RestartHistory {
  readonly subject: RestartSubject;
  readonly outlook: RestartOutlook;
  /** How often it was restarted, since the connector came to this worker or was configured. */
  readonly total: number;
}

export interface RestartsParts {
  /** Restarts it; failures show as states again. */
  readonly restart: (subject: RestartSubject) => Promise<void>;
  readonly log: PluginLogger;
  /** Milliseconds since 1970. */
  readonly nowMs?: () => number;
  /** From 0 up to 1, without it. */
  readonly random?: () => number;
}

interface Watched {
  readonly subject: RestartSubject;
  readonly settings: RestartSettings;
  state: RestartState;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Restarts what failed on this worker, as its settings say. Nothing but this worker takes part: no record is written and
 * no work moves, so that what fails again and again does not disturb others.
 */
export class Restarts {
  readonly #parts: RestartsParts;
  readonly #nowMs: () => number;
  readonly #random: () => number;
  readonly #watched = new Map<string, Watched>();
  readonly #totals = new Map<string, { readonly subject: RestartSubject; count: number }>();
  #isClosed = false;

  constructor(parts: RestartsParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? Date.now;
    this.#random = parts.random ?? Math.random;
  }

  /** A connector or task has changed its state. */
  changed(subject: RestartSubject, change: StateChange, settings: RestartSettings): void {
    if (change.state === 'FAILED') this.failed(subject, change.cause ?? 'unknown', settings);
    if (change.state === 'RUNNING') this.#happened(subject, { kind: 'runs' }, settings);
  }

  failed(subject: RestartSubject, cause: FailureCause, settings: RestartSettings): void {
    this.#happened(subject, { kind: 'failed', cause }, settings);
  }

  /** It works again. */
  recovered(subject: RestartSubject, settings: RestartSettings): void {
    if (this.#watched.has(keyOf(subject))) this.#happened(subject, { kind: 'runs' }, settings);
  }

  /** Somebody takes care of it: what was before does not count any more. */
  forget(subject: RestartSubject): void {
    const key = keyOf(subject);
    clearTimeout(this.#watched.get(key)?.timer);
    this.#watched.delete(key);
  }

  forgetTasks(connector: string): void {
    this.#forgetWhere((subject) => subject.connector === connector && typeof subject.part === 'number');
  }

  forgetConnector(connector: string): void {
    this.#forgetWhere((subject) => subject.connector === connector);
    for (const [key, { subject }] of this.#totals)
      if (subject.connector === connector) this.#totals.delete(key);
  }

  /** What is to be expected of it. */
  outlook(subject: RestartSubject, { rule }: Pick<RestartSettings, 'rule'>): RestartOutlook {
    const { phase, reason, restartsMs, dueMs } =
      this.#watched.get(keyOf(subject))?.state ?? initialRestartState;
    const sinceMs = this.#nowMs() - hourMs;
    const restartsInLastHour = restartsMs.filter((atMs) => atMs > sinceMs).length;
    return { policy: rule, phase, reason, restartsInLastHour, nextRestartMs: dueMs };
  }

  /** Of everything that has run or failed. */
  *histories(): Generator<RestartHistory> {
    const subjects = new Map([...this.#totals, ...this.#watched].map(([key, { subject }]) => [key, subject]));
    for (const [key, subject] of subjects) {
      const rule = this.#watched.get(key)?.settings.rule ?? 'never';
      yield { subject, outlook: this.outlook(subject, { rule }), total: this.#totals.get(key)?.count ?? 0 };
    }
  }

  /** Restarts nothing any more. */
  close(): void {
    this.#isClosed = true;
    this.#forgetWhere(() => true);
  }

  #forgetWhere(isMeant: (subject: RestartSubject) => boolean): void {
    const meant = [...this.#watched.values()].filter(({ subject }) => isMeant(subject));
    for (const { subject } of meant) this.forget(subject);
  }

  #happened(subject: RestartSubject, event: RestartEvent, settings: RestartSettings): void {
    if (this.#isClosed) return;
    const key = keyOf(subject);
    const before = this.#watched.get(key);
    clearTimeout(before?.timer);
    const circumstances = { settings, nowMs: this.#nowMs(), random: this.#random() };
    const state = nextRestartState(before?.state ?? initialRestartState, event, circumstances);
    const watched = { subject, settings, state, timer: undefined };
    this.#watched.set(key, watched);
    if (state.phase !== (before?.state.phase ?? 'calm')) this.#announce(watched);
    this.#await(watched);
  }

  #await(watched: Watched): void {
    const { dueMs } = watched.state;
    if (dueMs === null) return;
    const waitMs = Math.max(0, dueMs - this.#nowMs());
    const wake = (): void => (this.#nowMs() < dueMs ? this.#await(watched) : this.#restart(watched));
    watched.timer = setTimeout(wake, Math.min(waitMs, longestTimerMs));
  }

  #restart({ subject, settings }: Watched): void {
    this.#count(subject);
    this.#happened(subject, { kind: 'due' }, settings);
    this.#parts.log.info(namesOf(subject), 'Restarting what failed');
    this.#parts.restart(subject).catch((error: unknown) => {
      this.#parts.log.warn({ ...namesOf(subject), err: error }, 'What failed could not be restarted');
    });
  }

  #count(subject: RestartSubject): void {
    const key = keyOf(subject);
    const counted = this.#totals.get(key) ?? { subject, count: 0 };
    counted.count += 1;
    this.#totals.set(key, counted);
  }

  #announce({ subject, state, settings }: Watched): void {
    const { phase, reason, dueMs } = state;
    const fields = { ...namesOf(subject), reason };
    const { log } = this.#parts;
    if (phase === 'waiting') {
      log.info(
        { ...fields, inMs: Math.round((dueMs ?? 0) - this.#nowMs()) },
        'What failed is restarted soon',
      );
    }
    if (phase === 'quarantined') log.error(fields, 'What fails again and again is left alone');
    if (phase === 'given-up' && settings.rule !== 'never') log.warn(fields, 'What failed is not restarted');
  }
}

function keyOf({ connector, part }: RestartSubject): string {
  return `${part}/${connector}`;
}

function namesOf({ connector, part }: RestartSubject): Record<string, unknown> {
  return typeof part === 'number' ? { connector, task: part } : { connector, part };
}
