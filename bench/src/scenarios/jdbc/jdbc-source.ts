import { createTopicTarget } from '../../targets/topic-target.ts';
import { transferMetrics, workerScenario } from '../worker-scenario.ts';
import { rowsInPostgres } from './numbered-rows.ts';

/** No Java source for tables is to be had from where the other jars come: only Sluice takes part. */
export const jdbcSource = workerScenario({
  summary: 'JdbcSource reads a table of PostgreSQL, rows of 200 bytes, into a topic of one partition as JSON',
  metrics: transferMetrics,
  bars: [
    { metric: 'cpuMicrosPerRecord', atMost: 10 },
    { metric: 'peakRssMib', atMost: 200 },
  ],
  prepare: async (stage) => {
    const { jdbcUrl, user } = await rowsInPostgres(stage);
    return async (run) => ({
      connector: {
        'connector.class': 'io.confluent.connect.jdbc.JdbcSourceConnector',
        'tasks.max': '1',
        'connection.url': jdbcUrl,
        'connection.user': user,
        mode: 'incrementing',
        'incrementing.column.name': 'id',
        'table.whitelist': 'rows',
        'topic.prefix': `${run}-`,
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'false',
      },
      target: await createTopicTarget(stage.kafka, `${run}-rows`),
    });
  },
});
