import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { compareAnswers } from '../src/compare/compare-answers.ts';
import type { FoundDifference } from '../src/compare/deliberate.ts';
import { unexpectedOf, vanishedOf } from '../src/compare/judge-workers.ts';
import { readRecorded } from '../src/fixtures.ts';
import { byWorker } from '../src/scenario/by-worker.ts';
import { forgetGroups } from '../src/scenario/forget-groups.ts';
import { runScenario } from '../src/scenario/run-scenario.ts';
import type { StepAnswer } from '../src/scenario/run-scenario.ts';
import { allScenarios } from '../src/scenarios/all-scenarios.ts';
import { hasSluiceWorker, startJavaWorker, startSluiceFor } from '../src/start-worker.ts';
import { makeSubject } from '../src/subject.ts';
import type { StartedWorker } from '../src/start-worker.ts';
import type { TempSubject } from '../src/subject.ts';

const live = process.env['SLUICE_CONFORMANCE'] === 'live';
const found: FoundDifference[] = [];

describe.each(byWorker(allScenarios))('a worker with $setup', ({ setup, scenarios }) => {
  const ends: (() => Promise<void>)[] = [];
  let sluice: TempSubject;
  let java: TempSubject | undefined;

  async function subjectOf(worker: StartedWorker): Promise<TempSubject> {
    ends.push(worker.stop);
    const subject = await makeSubject(worker, setup.login);
    ends.push(subject.remove);
    return subject;
  }

  const isOurs = hasSluiceWorker(setup);

  beforeAll(async () => {
    const { bootstrapServers } = inject('kafka');
    await forgetGroups(bootstrapServers);
    if (isOurs) sluice = await subjectOf(await startSluiceFor(setup, bootstrapServers));
    if (!live) return;
    java = await subjectOf(await startJavaWorker(setup, bootstrapServers));
  });

  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  describe.each(scenarios)('$name', (scenario) => {
    const recorded: StepAnswer[] = readRecorded(scenario.name);

    it('was recorded as it is asked now', () => {
      expect(recorded.map(({ title, request }) => [title, request])).toEqual(
        scenario.steps.map(({ title, method, path }) => [title, `${method} ${path}`]),
      );
    });

    it.runIf(live)('is answered by the live Java worker as recorded', async () => {
      expect(await runScenario(scenario, java as TempSubject)).toEqual(recorded);
    });

    it.runIf(isOurs)('is answered by Sluice as by the Java worker, but for what is meant', async () => {
      const differences = compareAnswers(scenario.name, recorded, await runScenario(scenario, sluice));
      found.push(...differences);
      expect(unexpectedOf(differences)).toEqual([]);
    });
  });
});

describe('the list of deliberate differences', () => {
  it('names none that no longer occurs', () => {
    expect(vanishedOf(found)).toEqual([]);
  });
});
