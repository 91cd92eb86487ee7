/*
 * Records what a live Java worker answers to all scenarios, or to those named on the command line:
 *   node --conditions=@sluice/source testing/conformance/src/record.ts [scenario ...]
 */
import { sharedKafka } from '@sluice/testing-services';
import { writeRecorded } from './fixtures.ts';
import { runScenario } from './scenario/run-scenario.ts';
import { byWorker } from './scenario/by-worker.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import { startJavaWorker } from './start-worker.ts';
import { makeSubject } from './subject.ts';

const wanted = process.argv.slice(2);
const scenarios = allScenarios.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const kafka = await sharedKafka();
try {
  for (const { setup, scenarios: ofWorker } of byWorker(scenarios)) {
    const worker = await startJavaWorker(setup, kafka.bootstrapServers);
    const subject = await makeSubject(worker, setup.login);
    try {
      for (const scenario of ofWorker) {
        writeRecorded(scenario.name, await runScenario(scenario, subject));
        process.stdout.write(`${scenario.name}: ${scenario.steps.length} answers\n`);
      }
    } finally {
      await worker.stop();
      await subject.remove();
    }
  }
} finally {
  await kafka.stop();
}
