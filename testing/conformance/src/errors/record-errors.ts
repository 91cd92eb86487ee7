/*
 * Records what becomes of records that fail on a live Java worker:
 *   node --conditions=@sluice/source testing/conformance/src/errors/record-errors.ts
 */
import { makeTempFolder, sharedKafka, startJavaConnect } from '@sluice/testing-services';
import { errorCases } from './error-cases.ts';
import { errorWorkerProperties, writeRecordedErrors } from './recorded-errors.ts';
import { javaReportingPlugin } from './reporting-plugin.ts';
import { runErrorCases } from './run-error-cases.ts';

const kafka = await sharedKafka();
const folder = await makeTempFolder('reporting-plugin');
try {
  const properties = { ...errorWorkerProperties, 'plugin.path': await javaReportingPlugin(folder.path) };
  const worker = await startJavaConnect({ ...kafka, mode: 'standalone', properties });
  try {
    const outcomes = await runErrorCases(errorCases, worker, kafka.bootstrapServers);
    writeRecordedErrors(outcomes);
    process.stdout.write(`${outcomes.length} outcomes\n`);
  } finally {
    await worker.stop();
  }
} finally {
  await kafka.stop();
  await folder.remove();
}
