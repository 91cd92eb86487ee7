import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProgress, type ProgressReading } from '../task/progress/progress-reading.ts';
import { newProgressMemory } from '../task/progress/progress-memory.ts';
import { stages, type Stage } from '../task/progress/stages.ts';
import { judgeProgress, type HealthLimits, type Sample } from './judge-progress.ts';

const limits: HealthLimits = { stalledMs: 60_000, slowMs: 300_000 };
const startMs = 1_800_000_000_000;
const nothing: ProgressReading = {
  ...readProgress(newProgressMemory()),
  stageSinceMs: startMs,
  receivedAtMs: startMs,
  partitions: null,
  lag: null,
};
const ofSink = { partitions: 2, lag: 0 } as const;

function sample(afterMs: number, changes: Partial<ProgressReading>, silentMs = 0): Sample {
  return { atMs: startMs + afterMs, progress: { ...nothing, ...changes }, silentMs };
}

function verdictOf(now: Sample, before: Sample = sample(0, {})): string {
  const { state, reason } = judgeProgress(before, now, limits);
  return `${state}: ${reason}`;
}

const minuteMs = 60_000;
const justNow = { receivedAtMs: startMs + minuteMs, stageSinceMs: startMs };

describe('a task that runs', () => {
  it.each<readonly [string, Partial<ProgressReading>]>([
    ['stalled: poll has not returned, for 60 s', { stage: 'poll' }],
    ['stalled: transformations and converters are at the same batch, for 60 s', { stage: 'convert' }],
    ['stalled: put has not returned, for 60 s', { stage: 'put', ...ofSink }],
    ['stalled: preCommit has not returned, for 60 s', { stage: 'pre-commit', ...ofSink }],
    ['stalled: start has not returned, for 60 s', { stage: 'start' }],
    [
      'stalled: Kafka does not tell of the topic orders, for 60 s',
      { stage: 'wait-for-topic', note: 'orders' },
    ],
    [
      'stalled: Kafka acknowledges none of 7 records (last trouble: k:9092 refused), for 60 s',
      { stage: 'wait-for-broker', inFlight: 7, note: ' (last trouble: k:9092 refused)' },
    ],
    ['stalled: Kafka has 5 records for it, but none come, for 60 s', { stage: 'fetch', ...ofSink, lag: 5 }],
  ])('is %s', (verdict, progress) => {
    const now = sample(minuteMs, { ...justNow, ...progress });
    expect(verdictOf(now)).toBe(verdict);
    expect(verdictOf(sample(minuteMs - 1, { ...justNow, ...progress }))).toMatch(/^healthy/);
  });

  it('is stalled though it goes round and round, when nothing comes of it', () => {
    const busy = {
      stage: 'poll',
      stageSinceMs: startMs + minuteMs,
      receivedAtMs: startMs + minuteMs,
    } as const;
    expect(
      verdictOf(sample(minuteMs, { ...busy, retriesSinceMs: startMs, note: ' (last trouble: busy)' })),
    ).toBe('stalled: it fails again and again in a way that may pass (last trouble: busy), for 60 s');
    expect(verdictOf(sample(minuteMs, { ...busy, commitsFailSinceMs: startMs }))).toBe(
      'stalled: its offsets cannot be committed, for 60 s',
    );
    const open = { ...busy, inFlight: 3, inFlightSinceMs: startMs - minuteMs };
    expect(verdictOf(sample(minuteMs, { ...open, deliveredAtMs: startMs }))).toBe(
      'stalled: Kafka acknowledges none of 3 records, for 60 s',
    );
    expect(verdictOf(sample(minuteMs, { ...open, deliveredAtMs: startMs + 1 }))).toMatch(/^healthy/);
  });

  it('is starved when there is nothing to do', () => {
    const later = { stageSinceMs: startMs + minuteMs };
    expect(verdictOf(sample(minuteMs, { stage: 'poll', ...later }))).toBe(
      'starved: poll has given nothing for 60 s',
    );
    expect(verdictOf(sample(minuteMs, { stage: 'fetch', ...later, ...ofSink }))).toBe(
      'starved: there were no new records in its 2 partitions for 60 s',
    );
    expect(verdictOf(sample(minuteMs, { stage: 'fetch', partitions: 0, lag: 0 }))).toBe(
      'starved: no partition is assigned to it, for 60 s',
    );
  });

  it('is slow when it works all the time and falls behind, and says at what', () => {
    const work = (lag: number): Sample =>
      sample(5 * minuteMs, {
        stage: 'fetch',
        partitions: 2,
        lag,
        stageSinceMs: startMs + 5 * minuteMs,
        receivedAtMs: startMs + 5 * minuteMs,
        stageTotalsMs: { ...nothing.stageTotalsMs, put: 270_000, convert: 20_000 },
      });
    const before = sample(0, { stage: 'fetch', partitions: 2, lag: 100 });
    expect(verdictOf(work(150), before)).toBe(
      'slow: 90 % of the last 5 min went to put; 150 records wait, 50 more than then',
    );
    expect(verdictOf(work(100), before)).toMatch(/^healthy/);
  });

  it('is slow if it is a source that waits for Kafka nearly all the time', () => {
    const now = sample(5 * minuteMs, {
      stage: 'wait-for-broker',
      stageSinceMs: startMs + 5 * minuteMs - 1000,
      receivedAtMs: startMs + 5 * minuteMs,
      stageTotalsMs: { ...nothing.stageTotalsMs, 'wait-for-broker': 260_000 },
    });
    expect(verdictOf(now)).toBe('slow: 87 % of the last 5 min went to wait-for-broker');
  });

  it('is blocked when its thread does not answer, whatever its numbers say', () => {
    expect(verdictOf(sample(0, { stage: 'put' }, 5000))).toBe(
      'blocked: its thread has not answered for 5 s; its own last step was put',
    );
    expect(verdictOf(sample(0, { stage: 'put' }, 4999))).toMatch(/^healthy/);
  });

  it('is healthy when it is paused, however long', () => {
    expect(verdictOf(sample(10 * minuteMs, { stage: 'paused', ...ofSink, lag: 7 }))).toBe(
      'healthy: it is paused',
    );
  });

  it('is always one of these, and says why', () => {
    const reading = fc.record({
      stage: fc.constantFrom<Stage>(...stages),
      stageSinceMs: fc.nat(10 * minuteMs).map((ms) => startMs + ms),
      receivedAtMs: fc.nat(10 * minuteMs).map((ms) => startMs + ms),
      inFlight: fc.nat(5),
      lag: fc.option(fc.nat(9)),
      partitions: fc.option(fc.nat(3)),
    });
    fc.assert(
      fc.property(reading, fc.nat(20 * minuteMs), fc.nat(9000), (progress, afterMs, silentMs) => {
        const { state, reason } = judgeProgress(sample(0, {}), sample(afterMs, progress, silentMs), limits);
        expect(['healthy', 'starved', 'slow', 'stalled', 'blocked']).toContain(state);
        expect(reason).not.toBe('');
      }),
    );
  });
});
