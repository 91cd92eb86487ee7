import { logLatency } from './appservers/log-latency.ts';
import { logTail } from './appservers/log-tail.ts';
import { scrape } from './appservers/scrape.ts';
import { clusterKill } from './cluster/kill.ts';
import { clusterRestarts, clusterSettles } from './cluster/settle.ts';
import { broker } from './broker/broker.ts';
import { fileSink } from './file-sink.ts';
import { fileSource } from './file-source.ts';
import { jdbcSource } from './jdbc/jdbc-source.ts';
import { jdbcSink } from './jdbc/jdbc-sink.ts';
import { hdfsFolders, hdfsJson, hdfsParquet, hdfsParquetFolders } from './hdfs/all-hdfs.ts';
import { chainSink } from './json/chain-sink.ts';
import { chainSource } from './json/chain-source.ts';
import { schemasSink } from './json/schemas-sink.ts';
import { schemasSource } from './json/schemas-source.ts';
import { consume } from './plane/consume.ts';
import { importCost } from './plane/import-cost.ts';
import { memory } from './plane/memory.ts';
import { produce } from './plane/produce.ts';
import { exactlyOnce } from './exactly-once.ts';
import { bareSink } from './bare-sink.ts';
import type { Scenario } from './scenario.ts';
import { redisSink } from './redis/redis-sink.ts';
import { searchSink } from './search/search-sink.ts';
import { start } from './start.ts';
import { bareSource } from './bare-source.ts';

export const scenarios = {
  'cluster-settle': clusterSettles,
  'cluster-restart': clusterRestarts,
  'cluster-kill': clusterKill,
  start,
  'file-source': fileSource,
  'file-sink': fileSink,
  'jdbc-source': jdbcSource,
  'jdbc-sink': jdbcSink,
  'bare-source': bareSource,
  'bare-sink': bareSink,
  'exactly-once': exactlyOnce,
  'hdfs-json': hdfsJson,
  'hdfs-parquet': hdfsParquet,
  'hdfs-folders': hdfsFolders,
  'hdfs-parquet-folders': hdfsParquetFolders,
  'json-chain-sink': chainSink,
  'json-chain-source': chainSource,
  'json-schemas-sink': schemasSink,
  'json-schemas-source': schemasSource,
  elasticsearch: searchSink('Elasticsearch'),
  opensearch: searchSink('OpenSearch'),
  'redis-sink-string': redisSink('STRING'),
  'redis-sink-hash': redisSink('HASH'),
  'redis-sink-stream': redisSink('STREAM'),
  'plane-consume-100': consume(100),
  'plane-consume-1000': consume(1000),
  'plane-produce-100': produce(100),
  'plane-produce-1000': produce(1000),
  'plane-memory': memory,
  'plane-import': importCost,
  'logs-tail': logTail,
  'logs-latency': logLatency(1),
  'logs-files': logLatency(5000),
  'metrics-scrape': scrape,
  broker,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** The scenarios that a word stands for: its own, or all whose names begin with it and a dash. Else none. */
export function scenariosNamed(word: string): ScenarioName[] {
  const names = Object.keys(scenarios) as ScenarioName[];
  return names.filter((name) => name === word || name.startsWith(`${word}-`));
}
