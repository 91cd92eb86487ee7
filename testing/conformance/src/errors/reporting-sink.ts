import { DataError, schemas, SinkRecord } from '@sluice/connect-api';
import type { SinkConnectorPlugin, SinkTaskContext } from '@sluice/connect-api';

/** Reports values that begin with "bad"; ReportingSink.java does the same. */
const reportingSink: SinkConnectorPlugin = {
  kind: 'sink',
  className: 'org.example.errors.ReportingSink',
  taskClassName: 'org.example.errors.ReportingSink$ReportingSinkTask',
  version: '1',
  summary: 'Reports records.',
  config: {},
  createTask: (_config, context: SinkTaskContext) => ({
    put: async (records) => {
      const { reports = '' } = await context.configs();
      for (const record of records) report(record, reports, context);
    },
  }),
};

function report(record: SinkRecord, reports: string, { errantRecordReporter }: SinkTaskContext): void {
  const value = String(record.value);
  if (errantRecordReporter === null || !value.startsWith('bad')) return;
  const error = new DataError(`it is ${value}`, { code: 'DATA_INVALID' });
  // A report that is lost fails the task before it commits.
  errantRecordReporter.report(reports === 'built' ? built(record) : record, error).catch(() => undefined);
}

function built({
  topic,
  kafkaPartition,
  kafkaOffset,
  timestampMs,
  timestampType,
  value,
}: SinkRecord): SinkRecord {
  return new SinkRecord({
    topic,
    kafkaPartition,
    kafkaOffset,
    timestampMs,
    timestampType,
    keySchema: schemas.string,
    key: 'built key',
    valueSchema: schemas.string,
    value: `built of ${String(value)}`,
  });
}

export const plugins = [reportingSink];
