import type { FailureCause } from './failure-cause.ts';
import type { RestartSettings } from './restart-settings.ts';

/**
 * What is to become of something that may fail:
 * - `calm`: it does what it should, as far as is known;
 * - `waiting`: it failed and is restarted when the time has come;
 * - `quarantined`: it fails again and again and is left alone, for a time or until somebody restarts it;
 * - `given-up`: it failed and stays so until somebody restarts it.
 */
export type RestartPhase = 'calm' | 'waiting' | 'quarantined' | 'given-up';

export interface RestartState {
  readonly phase: RestartPhase;
  /** When it is restarted, `null` when it is not. */
  readonly dueMs: number | null;
  /** Why it is not, or not at once, restarted; empty when calm. */
  readonly reason: string;
  /** Restarts by itself since it last ran for long. */
  readonly inARow: number;
  /** When it was restarted by itself in the last hour, oldest first. */
  readonly restartsMs: readonly number[];
  readonly runningSinceMs: number | null;
}

export type RestartEvent =
  | { readonly kind: 'failed'; readonly cause: FailureCause }
  /** It runs. */
  | { readonly kind: 'runs' }
  /** The time to restart it has come; it is being restarted now. */
  | { readonly kind: 'due' }
  /** Somebody looked after it. */
  | { readonly kind: 'reset' };

/** What a decision depends on beside what happened. */
export interface Circumstances {
  readonly settings: RestartSettings;
  readonly nowMs: number;
  /** From 0 up to 1, without it. */
  readonly random: number;
}

export const initialRestartState: RestartState = {
  phase: 'calm',
  dueMs: null,
  reason: '',
  inARow: 0,
  restartsMs: [],
  runningSinceMs: null,
};

export const hourMs = 3_600_000;

type Step = (state: RestartState, circumstances: Circumstances) => RestartState;

const stay: Step = (state) => state;
const runs: Step = (state, { nowMs }) => ({
  ...state,
  phase: 'calm',
  dueMs: null,
  reason: '',
  runningSinceMs: nowMs,
});
const restarted: Step = (state, { nowMs }) => ({
  ...state,
  phase: 'calm',
  dueMs: null,
  reason: '',
  inARow: state.inARow + 1,
  restartsMs: [...withinTheHour(state, nowMs), nowMs],
  runningSinceMs: null,
});
const restartedIfItMay: Step = (state, circumstances) =>
  state.dueMs === null ? state : restarted(state, circumstances);
const reset: Step = () => initialRestartState;

/** Every phase and event. Of `failed`, only the first counts until something else happens. */
const steps: Readonly<Record<RestartPhase, Readonly<Record<Exclude<RestartEvent['kind'], 'failed'>, Step>>>> =
  {
    calm: { runs, due: stay, reset },
    waiting: { runs, due: restarted, reset },
    quarantined: { runs, due: restartedIfItMay, reset },
    'given-up': { runs, due: stay, reset },
  };

/** Where an event leads to. */
export function nextRestartState(
  state: RestartState,
  event: RestartEvent,
  circumstances: Circumstances,
): RestartState {
  if (event.kind !== 'failed') return steps[state.phase][event.kind](state, circumstances);
  return state.phase === 'calm' ? decide(state, event.cause, circumstances) : state;
}

function decide(before: RestartState, cause: FailureCause, circumstances: Circumstances): RestartState {
  const { settings, nowMs } = circumstances;
  const { rule, maxPerHour, maxBackoffMs } = settings;
  const ranLong = before.runningSinceMs !== null && nowMs - before.runningSinceMs >= maxBackoffMs;
  const restartsMs = withinTheHour(before, nowMs);
  const inARow = ranLong ? 0 : before.inARow;
  const state = { ...before, restartsMs, inARow, runningSinceMs: null };
  if (rule === 'never') return givenUp(state, 'sluice.restart.policy is never');
  if (cause === 'permanent') return givenUp(state, 'the cause of the failure does not pass by waiting');
  if (restartsMs.length >= maxPerHour) return quarantined(state, cause, maxPerHour);
  const dueMs = nowMs + waitMs(inARow, circumstances);
  return { ...state, phase: 'waiting', dueMs, reason: 'it failed and is restarted after a wait' };
}

function givenUp(state: RestartState, reason: string): RestartState {
  return { ...state, phase: 'given-up', dueMs: null, reason };
}

/** Where waiting is known to help, one more restart is tried whenever the hour has room for it. */
function quarantined(state: RestartState, cause: FailureCause, maxPerHour: number): RestartState {
  const leaving = state.restartsMs[state.restartsMs.length - maxPerHour];
  const dueMs = cause === 'transient' && leaving !== undefined ? leaving + hourMs : null;
  const reason = `it failed again after ${state.restartsMs.length} restarts within an hour, and sluice.restart.max.per.hour is ${maxPerHour}`;
  return { ...state, phase: 'quarantined', dueMs, reason };
}

/** Doubles with every restart in a row; up to a half less at random, so that not all come at once. */
function waitMs(inARow: number, { settings, random }: Circumstances): number {
  const fullMs = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** inARow);
  return fullMs * (1 - random / 2);
}

function withinTheHour({ restartsMs }: RestartState, nowMs: number): number[] {
  return restartsMs.filter((atMs) => atMs > nowMs - hourMs);
}
