import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

const settings: RestartSettings = {
  rule: 'on-failure',
  backoffMs: 1000,
  maxBackoffMs: 60_000,
  maxPerHour: 3,
};
const startMs = 1_000_000_000_000;

/** Carries out events, each so many milliseconds after the one before. */
class Life {
  state: RestartState = initialRestartState;
  nowMs = startMs;
  readonly #settings: RestartSettings;
  readonly #random: number;

  constructor(changes: Partial<RestartSettings> = {}, random = 0) {
    this.#settings = { ...settings, ...changes };
    this.#random = random;
  }

  after(waitMs: number, event: RestartEvent): RestartState {
    this.nowMs += waitMs;
    const circumstances = { settings: this.#settings, nowMs: this.nowMs, random: this.#random };
    this.state = nextRestartState(this.state, event, circumstances);
    return this.state;
  }

  fail(cause: FailureCause = 'unknown', waitMs = 0): RestartState {
    return this.after(waitMs, { kind: 'failed', cause });
  }

  /** Lets the time pass until a restart is due, and has it carried out. */
  restart(): RestartState {
    return this.after((this.state.dueMs ?? this.nowMs) - this.nowMs, { kind: 'due' });
  }

  /** How long it would wait. */
  get waitMs(): number | null {
    return this.state.dueMs === null ? null : this.state.dueMs - this.nowMs;
  }
}

describe('the restart policy', () => {
  it('waits twice as long after every failure, up to the longest wait', () => {
    const life = new Life({ maxPerHour: 100 });
    const waits = Array.from({ length: 9 }, () => {
      life.fail();
      const { waitMs } = life;
      life.restart();
      return waitMs;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('cuts waits by up to a half at random', () => {
    const life = new Life({}, 0.999_999);
    life.fail();
    expect(life.waitMs).toBeGreaterThanOrEqual(500);
    expect(life.waitMs).toBeLessThan(501);
  });

  it('starts with short waits again after it has run for as long as the longest wait', () => {
    const life = new Life({ maxPerHour: 100 });
    life.fail();
    life.restart();
    life.after(0, { kind: 'runs' });
    life.fail('unknown', 59_999);
    expect(life.waitMs).toBe(2000);
    life.restart();
    life.after(0, { kind: 'runs' });
    life.fail('unknown', 60_000);
    expect(life.waitMs).toBe(1000);
  });

  it('leaves alone what waiting does not help, and everything when it is told never to restart', () => {
    expect(new Life().fail('permanent')).toMatchObject({ phase: 'given-up', dueMs: null });
    const never = new Life({ rule: 'never' }).fail('transient');
    expect(never).toMatchObject({ phase: 'given-up', reason: 'sluice.restart.policy is never' });
  });

  it('quarantines what used up its restarts, until somebody restarts it', () => {
    const life = new Life();
    for (let restarts = 0; restarts < 3; restarts++) {
      life.fail();
      life.restart();
    }
    expect(life.fail()).toMatchObject({ phase: 'quarantined', dueMs: null });
    expect(life.after(10 * hourMs, { kind: 'due' }).phase).toBe('quarantined');
    life.after(0, { kind: 'reset' });
    life.after(0, { kind: 'runs' });
    life.fail();
    expect([life.state.phase, life.waitMs]).toEqual(['waiting', 1000]);
  });

  it('tries again as soon as the hour has room where waiting is known to help', () => {
    const life = new Life();
    life.fail('transient');
    life.restart();
    const firstMs = life.nowMs;
    for (let restarts = 1; restarts < 3; restarts++) {
      life.fail('transient');
      life.restart();
    }
    expect(life.fail('transient')).toMatchObject({ phase: 'quarantined', dueMs: firstMs + hourMs });
    expect(life.restart()).toMatchObject({ phase: 'calm', inARow: 4 });
  });

  it('restarts nothing without a budget', () => {
    expect(new Life({ maxPerHour: 0 }).fail('transient')).toMatchObject({
      phase: 'quarantined',
      dueMs: null,
    });
  });

  const phases: readonly RestartPhase[] = ['calm', 'waiting', 'quarantined', 'given-up'];
  const events: readonly RestartEvent[] = [
    { kind: 'failed', cause: 'unknown' },
    { kind: 'runs' },
    { kind: 'due' },
    { kind: 'reset' },
  ];
  const outcomes: Readonly<Record<RestartPhase, readonly RestartPhase[]>> = {
    calm: ['waiting', 'calm', 'calm', 'calm'],
    waiting: ['waiting', 'calm', 'calm', 'calm'],
    quarantined: ['quarantined', 'calm', 'calm', 'calm'],
    'given-up': ['given-up', 'calm', 'given-up', 'calm'],
  };
  it.each(phases)('knows in the phase %s what every event means', (phase) => {
    const state = { ...initialRestartState, phase, dueMs: phase === 'given-up' ? null : startMs };
    const reached = events.map(
      (event) => nextRestartState(state, event, { settings, nowMs: startMs, random: 0 }).phase,
    );
    expect(reached).toEqual(outcomes[phase]);
  });

  const anyEvent = fc.oneof(
    fc
      .constantFrom<FailureCause>('transient', 'permanent', 'unknown')
      .map((cause): RestartEvent => ({ kind: 'failed', cause })),
    fc.constant<RestartEvent>({ kind: 'runs' }),
    fc.constant<RestartEvent>({ kind: 'due' }),
  );

  it('never restarts more often within an hour than it may, whatever happens', () => {
    const step = fc.tuple(fc.nat(hourMs / 2), anyEvent);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(4), (steps, maxPerHour) => {
        const life = new Life({ maxPerHour }, 0.5);
        const restartsMs: number[] = [];
        for (const [waitMs, event] of steps) {
          const { inARow } = life.state;
          // The timer fires when it is due, not before.
          const isEarly = event.kind === 'due' && (life.state.dueMs ?? 0) > life.nowMs + waitMs;
          const { state } = isEarly ? life : { state: life.after(waitMs, event) };
          if (event.kind === 'due' && state.inARow > inARow) restartsMs.push(life.nowMs);
        }
        const busiest = restartsMs.map(
          (fromMs) => restartsMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + hourMs).length,
        );
        expect(Math.max(0, ...busiest)).toBeLessThanOrEqual(maxPerHour);
      }),
    );
  });

  it('always waits at least half of the first wait and at most the longest', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (inARow, random) => {
          const circumstances = { settings, nowMs: startMs, random };
          const failed = { kind: 'failed', cause: 'unknown' } as const;
          const { dueMs } = nextRestartState({ ...initialRestartState, inARow }, failed, circumstances);
          expect(dueMs).toBeGreaterThanOrEqual(startMs + 500);
          expect(dueMs).toBeLessThanOrEqual(startMs + 60_000);
        },
      ),
    );
  });
});
