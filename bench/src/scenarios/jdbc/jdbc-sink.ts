import { debeziumJdbcJars, startPostgres } from '@sluice/testing-services';
import { tableTarget } from '../../targets/table-target.ts';
import { fillTopic } from '../fill-topic.ts';
import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { rowBytes, rowEnvelopeBytes, rows } from './row-payload.ts';

const topic = 'jdbc-sink-input';

export const jdbcSink = workerScenario({
  summary: `rows of ${rowBytes} bytes, JSON with its schema, into a table of PostgreSQL`,
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 2 },
    { metric: 'recordsPerSecond', reaches: 50_000 },
    { metric: 'peakRssMib', atMost: 200 },
  ],
  payload: rows,
  prepare: async (stage) => {
    await fillTopic(stage, { topic, records: stage.records, recordBytes: rowEnvelopeBytes });
    const server = await startPostgres(15);
    stage.atEnd(() => server.stop());
    const javaPlugins = [await debeziumJdbcJars()];
    return async (run) => {
      const table = `rows_${run.replaceAll(/\W/g, '_')}`;
      return {
        javaPlugins,
        // All that both know, with what makes Debezium's sink fast; batches of 500 are its default, and that of consumers.
        connector: {
          'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
          'tasks.max': '1',
          topics: topic,
          'connection.url': server.jdbcUrl('postgres'),
          'connection.username': server.user,
          'connection.password': server.password,
          'collection.name.format': table,
          'insert.mode': 'insert',
          'schema.evolution': 'basic',
          'dialect.postgres.unnest.insert.enabled': 'true',
        },
        target: await tableTarget(server, table),
      };
    };
  },
});
