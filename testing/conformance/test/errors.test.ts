import { makeTempFolder, startJavaConnect, startSluiceWorker } from '@sluice/testing-services';
import type { TempFolder } from '@sluice/testing-services';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { errorCases } from '../src/errors/error-cases.ts';
import { errorWorkerProperties, readRecordedErrors } from '../src/errors/recorded-errors.ts';
import { javaReportingPlugin, reportingPlugin } from '../src/errors/reporting-plugin.ts';
import { runErrorCases } from '../src/errors/run-error-cases.ts';
import type { ErrorLetter, ErrorOutcome, ErrorWorker } from '../src/errors/run-error-cases.ts';

const live = process.env['SLUICE_CONFORMANCE'] === 'live';
const { bootstrapServers } = inject('kafka');
const recorded = readRecordedErrors();
let outcomes: readonly ErrorOutcome[];

async function run(
  start: () => Promise<ErrorWorker & { readonly stop: () => Promise<void> }>,
): Promise<ErrorOutcome[]> {
  const worker = await start();
  try {
    return await runErrorCases(errorCases, worker, bootstrapServers);
  } finally {
    await worker.stop();
  }
}

let folder: TempFolder;

beforeAll(async () => {
  folder = await makeTempFolder('reporting-plugin');
  const properties = { ...errorWorkerProperties, 'plugin.path': await reportingPlugin(folder.path) };
  outcomes = await run(() => startSluiceWorker({ bootstrapServers, properties }));
});

afterAll(() => folder.remove());

/** What lies below the error itself is worded by whoever found it: Jackson there, our own parser here. */
function withoutCauses(letter: ErrorLetter): ErrorLetter {
  return {
    ...letter,
    headers: letter.headers.map(([name, value]) => [
      name,
      name === '__connect.errors.exception.stacktrace' ? ((value ?? '').split('\n')[0] ?? null) : value,
    ]),
  };
}

describe.each(errorCases)('$name', ({ name }) => {
  const java = recorded.find((outcome) => outcome.name === name) as ErrorOutcome;
  const sluice = (): ErrorOutcome => outcomes.find((outcome) => outcome.name === name) as ErrorOutcome;

  it('ends as on the Java worker, for the same reason', () => {
    expect(sluice().task).toBe(java.task);
    expect(sluice().trace.length > 0).toBe(java.trace.length > 0);
    // Sluice adds which record it was.
    expect(sluice().trace[0] ?? '').toMatch(new RegExp(`^${escaped(java.trace[0] ?? '')}`));
  });

  it('makes the same dead letters as the Java worker, in a topic of the same make', () => {
    expect(sluice().letters.map(withoutCauses)).toEqual(java.letters.map(withoutCauses));
    expect(sluice().topic).toBe(java.topic);
  });

  it('is logged as by the Java worker', () => {
    expect(sluice().logged).toEqual(java.logged);
  });
});

describe.runIf(live)('the live Java worker', () => {
  let now: readonly ErrorOutcome[];
  beforeAll(async () => {
    const properties = { ...errorWorkerProperties, 'plugin.path': await javaReportingPlugin(folder.path) };
    now = await run(() => startJavaConnect({ bootstrapServers, mode: 'standalone', properties }));
  });

  it('does as was recorded', () => {
    expect(now).toEqual(recorded);
  });
});

it('was recorded as it is run now', () => {
  expect(recorded.map(({ name }) => name)).toEqual(errorCases.map(({ name }) => name));
});

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
