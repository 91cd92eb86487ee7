import { ConnectError, DataError } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import type { DocumentSettings, Refusal } from '../config/settings.ts';
import { operation } from '../fixtures/records.ts';
import { Refusals } from './refusals.ts';
import { WriterCounts } from './writer-counts.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const error = new DataError('does not fit');

interface Case {
  readonly policy: Refusal;
  readonly kind?: 'malformed' | 'conflict';
  readonly tolerates?: boolean;
  readonly reportsIgnored?: boolean;
  readonly hasReporter?: boolean;
}

/** What becomes of a record that was refused: whether it was reported, and what the task fails of. */
function settle({
  policy,
  kind = 'malformed',
  tolerates = true,
  reportsIgnored = true,
  hasReporter = true,
}: Case) {
  const reported: number[] = [];
  const reporter = {
    report: ({ kafkaOffset }: { readonly kafkaOffset: number }) => {
      reported.push(kafkaOffset);
      if (!tolerates) throw new ConnectError('not tolerated');
      return Promise.resolve();
    },
  };
  const settings: Pick<DocumentSettings, 'onMalformed' | 'onConflict' | 'reportsIgnored'> = {
    onMalformed: policy,
    onConflict: policy,
    reportsIgnored,
  };
  const counts = new WriterCounts(silent);
  const refusals = new Refusals({
    settings,
    reporter: hasReporter ? reporter : null,
    tolerates,
    counts,
    log: silent,
  });
  refusals.add(kind, operation(5), error);
  let failure: unknown = null;
  try {
    refusals.settle();
  } catch (thrown) {
    failure = thrown;
  }
  return { reported, failure, waiting: [...refusals.unsettled()].length };
}

describe('a record whose document was refused', () => {
  it('is left out where that is ignored, and goes to the dead letters all the same', () => {
    expect(settle({ policy: 'ignore' })).toEqual({ reported: [5], failure: null, waiting: 0 });
  });

  it('is only left out where nobody tolerates errors, or the connector never reported it', () => {
    expect(settle({ policy: 'ignore', tolerates: false })).toMatchObject({ reported: [], failure: null });
    expect(settle({ policy: 'warn', reportsIgnored: false })).toMatchObject({ reported: [], failure: null });
  });

  it('is nothing to tell of where it is merely older than its document', () => {
    expect(settle({ policy: 'ignore', kind: 'conflict' })).toMatchObject({ reported: [], failure: null });
  });

  it('is reported where that is asked for', () => {
    expect(settle({ policy: 'report' })).toEqual({ reported: [5], failure: null, waiting: 0 });
  });

  it('fails the task where it should be reported and errors are not tolerated', () => {
    const failed = settle({ policy: 'report', tolerates: false });
    expect(failed).toMatchObject({ reported: [5], failure: { message: 'not tolerated' }, waiting: 1 });
    const nobody = settle({ policy: 'report', tolerates: false, hasReporter: false });
    expect(nobody).toMatchObject({ failure: error, waiting: 1 });
  });

  it('is left out where it should be reported, errors are tolerated, and nobody wants to know', () => {
    expect(settle({ policy: 'report', hasReporter: false })).toMatchObject({ failure: null, waiting: 0 });
  });

  it('fails the task where it is told to, and its offset is kept back', () => {
    expect(settle({ policy: 'fail' })).toEqual({ reported: [5], failure: error, waiting: 1 });
    expect(settle({ policy: 'fail', hasReporter: false })).toMatchObject({ failure: error, waiting: 1 });
  });
});
