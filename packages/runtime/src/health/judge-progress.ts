import type { ProgressReading } from '../task/progress/progress-reading.ts';
import type { Stage } from '../task/progress/stages.ts';
import { formatDuration } from './format-duration.ts';

/**
 * - `healthy`: it does what there is to do;
 * - `starved`: there is nothing to do;
 * - `slow`: it does what it can, and that is not enough;
 * - `stalled`: there is something to do and it does not get on;
 * - `blocked`: its thread does not answer.
 */
export type HealthState = 'healthy' | 'starved' | 'slow' | 'stalled' | 'blocked';

export interface Verdict {
  readonly state: HealthState;
  readonly reason: string;
  /** Since when it is so, in milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface HealthLimits {
  /** `sluice.health.stalled.ms`. */
  readonly stalledMs: number;
  /** `sluice.health.slow.ms`. */
  readonly slowMs: number;
}

/** How a task was at a time. */
export interface Sample {
  readonly atMs: number;
  readonly progress: ProgressReading;
  /** How long its thread has not answered. */
  readonly silentMs: number;
}

/** A thread that does not answer for so long is worth telling, whatever the limits. */
const silentMs = 5000;

/** From this share of the time on, a stage is what keeps the task back. */
const limitingShare = 0.8;

/** What a running task is like, from how it is now and how it was when the time for `slow` began. */
export function judgeProgress(before: Sample, now: Sample, limits: HealthLimits): Verdict {
  return (
    blocked(now, limits) ??
    stalled(now, limits) ??
    idle(now, limits) ??
    slow(before, now, limits) ?? {
      state: 'healthy',
      reason: healthyReason(before, now),
      sinceMs: now.progress.stageSinceMs,
    }
  );
}

function blocked({ atMs, progress, silentMs: forMs }: Sample, { stalledMs }: HealthLimits): Verdict | null {
  if (forMs < Math.min(silentMs, stalledMs)) return null;
  const reason = `its thread has not answered for ${formatDuration(forMs)}; its own last step was ${progress.stage}`;
  return { state: 'blocked', reason, sinceMs: atMs - forMs };
}

/** What takes too long in each stage; stages that may take any time are not there. */
const stuck: Partial<Record<Stage, (progress: ProgressReading) => string>> = {
  start: () => 'start has not returned',
  poll: () => 'poll has not returned',
  convert: () => 'transformations and converters are at the same batch',
  put: () => 'put has not returned',
  'pre-commit': () => 'preCommit has not returned',
  commit: ({ note }) => `a transaction cannot be committed${note}`,
  'wait-for-topic': ({ note }) => `Kafka does not tell of the topic ${note}`,
  'wait-for-broker': unacknowledged,
  stop: () => 'stop has not returned',
};

function stalled({ atMs, progress }: Sample, { stalledMs }: HealthLimits): Verdict | null {
  const found: readonly (readonly [number, string])[] = [
    [
      since(stuck[progress.stage] !== undefined, progress.stageSinceMs),
      stuck[progress.stage]?.(progress) ?? '',
    ],
    [progress.retriesSinceMs, `it fails again and again in a way that may pass${progress.note}`],
    [unacknowledgedSinceMs(progress), unacknowledged(progress)],
    [
      since(isLeftWaiting(progress), progress.stageSinceMs),
      `Kafka has ${progress.lag} records for it, but none come${progress.note}`,
    ],
    [progress.commitsFailSinceMs, `its offsets cannot be committed${progress.note}`],
  ];
  const worst = found.find(([sinceMs]) => sinceMs > 0 && atMs - sinceMs >= stalledMs);
  if (worst === undefined) return null;
  const [sinceMs, what] = worst;
  return { state: 'stalled', reason: `${what}, for ${formatDuration(atMs - sinceMs)}`, sinceMs };
}

function unacknowledged({ inFlight, note }: ProgressReading): string {
  return `Kafka acknowledges none of ${inFlight} records${note}`;
}

function since(isSo: boolean, sinceMs: number): number {
  return isSo ? sinceMs : 0;
}

/** Since when nothing of what is under way was acknowledged; 0 when nothing is. */
function unacknowledgedSinceMs({ inFlight, inFlightSinceMs, deliveredAtMs }: ProgressReading): number {
  return inFlight > 0 ? Math.max(inFlightSinceMs, deliveredAtMs) : 0;
}

function isLeftWaiting({ stage, lag }: ProgressReading): boolean {
  return stage === 'fetch' && (lag ?? 0) > 0;
}

function idle({ atMs, progress }: Sample, { stalledMs }: HealthLimits): Verdict | null {
  const { stage, receivedAtMs, stageSinceMs, partitions } = progress;
  if (stage === 'paused') return { state: 'healthy', reason: 'it is paused', sinceMs: stageSinceMs };
  if (stage === 'none' || stage === 'start' || atMs - receivedAtMs < stalledMs) return null;
  const duration = formatDuration(atMs - receivedAtMs);
  const reason =
    partitions === 0
      ? `no partition is assigned to it, for ${duration}`
      : partitions === null
        ? `poll has given nothing for ${duration}`
        : `there were no new records in its ${partitions} partitions for ${duration}`;
  return { state: 'starved', reason, sinceMs: receivedAtMs };
}

const limiting: readonly Stage[] = [
  'convert',
  'put',
  'pre-commit',
  'wait-for-topic',
  'wait-for-broker',
  'back-off',
];

function slow(before: Sample, now: Sample, { slowMs }: HealthLimits): Verdict | null {
  const spanMs = now.atMs - before.atMs;
  if (spanMs < slowMs) return null;
  const shares = limiting.map((stage) => [stage, stageMs(before, now, stage) / spanMs] as const);
  const busyShare = shares.reduce((sum, [, share]) => sum + share, 0);
  const [most] = shares.toSorted(([, one], [, other]) => other - one);
  const grownBy = (now.progress.lag ?? 0) - (before.progress.lag ?? 0);
  const isSource = now.progress.partitions === null;
  if (busyShare < limitingShare || most === undefined || (!isSource && grownBy <= 0)) return null;
  const [stage, share] = most;
  const where = `${Math.round(share * 100)} % of the last ${formatDuration(spanMs)} went to ${stage}`;
  const backlog = isSource ? '' : `; ${now.progress.lag} records wait, ${grownBy} more than then`;
  return { state: 'slow', reason: where + backlog, sinceMs: before.atMs };
}

/** Time in a stage between two samples, what is not over included. */
function stageMs(before: Sample, now: Sample, stage: Stage): number {
  return totalMs(now, stage) - totalMs(before, stage);
}

function totalMs({ atMs, progress }: Sample, stage: Stage): number {
  const runningMs = progress.stage === stage ? Math.max(0, atMs - progress.stageSinceMs) : 0;
  return progress.stageTotalsMs[stage] + runningMs;
}

function healthyReason(before: Sample, now: Sample): string {
  const records = now.progress.delivered - before.progress.delivered;
  const spanMs = now.atMs - before.atMs;
  return spanMs === 0 ? 'it has just started' : `${records} records in the last ${formatDuration(spanMs)}`;
}
