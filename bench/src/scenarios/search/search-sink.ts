import { startElasticsearch, startOpenSearch } from '@sluice/testing-services';
import { measureWorker } from '../../measure-worker.ts';
import { pin } from '../../metering/pin.ts';
import { createIndexTarget } from '../../targets/index-target.ts';
import { workers } from '../../workers/all-workers.ts';
import { fillTopic } from '../fill-topic.ts';
import { payloads, type Payload } from '../payload.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { measureBulkLoop } from './bulk-loop.ts';

const documentBytes = 300;
const distinctDocuments = 10_000;
const warmUpRuns = 3;

const orders: Payload = { ...payloads.json, record: order };

function order(number: number, bytes: number): string {
  const head =
    `{"id":${number},"customer":"customer ${number % 997}","total":${number % 1000}.25,"paid":${number % 3 === 0},` +
    `"address":{"city":"city ${number % 101}","zip":"${10_000 + (number % 9973)}"},"placed":${1_700_000_000_000 + number},"note":"`;
  return `${head}${'the quick brown fox jumps over the lazy dog '.repeat(8).slice(0, bytes - head.length - 2)}"}`;
}

const nodes = { Elasticsearch: startElasticsearch, OpenSearch: startOpenSearch } as const;

/** The sink, and a loop that does nothing but send the same documents to the same node. */
export function searchSink(product: keyof typeof nodes): Scenario {
  return {
    summary: `a topic of JSON documents of ${documentBytes} bytes into ${product}, a tenth of --records`,
    contenders: { sluice: workers.sluice, 'bulk-loop': { title: 'Bulk loop' } },
    metrics: ['recordsPerSecond', 'cpuMicrosPerRecord', 'peakRssMib'],
    bars: [{ metric: 'recordsPerSecond', timesBetterThan: 'bulk-loop', atLeast: 0.9 }],
    prepare: async (given) => {
      const records = Math.ceil(given.records / 10);
      const stage = { ...given, records, payload: orders };
      const topic = `${product.toLowerCase()}-input`;
      await fillTopic(stage, { topic, records, recordBytes: documentBytes });
      const documents = Array.from({ length: distinctDocuments }, (_none, number) =>
        order(number, documentBytes),
      );
      const node = await nodes[product]({ profile: 'server' });
      given.atEnd(() => node.stop());
      await separate(node.pid, given);
      await warmUp(node.url, documents, records);
      return async ({ contender, name }) => {
        const index = name.toLowerCase();
        const target = await createIndexTarget(`${node.url}/${index}`, records);
        try {
          if (contender === 'bulk-loop') {
            return await measureBulkLoop({ nodeUrl: node.url, index, documents, count: records });
          }
          const connector = {
            'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
            'tasks.max': '1',
            topics: topic,
            'topic.index.map': `${topic}:${index}`,
            'connection.url': node.url,
            'key.ignore': 'true',
            'read.timeout.ms': '30000',
          };
          return await measureWorker({ name, worker: workers.sluice, stage, job: { connector, target } });
        } finally {
          await target.remove();
        }
      };
    },
  };
}

/**
 * The node has a core of its own, as if it were another machine: what a contender takes is not taken from the node, and
 * how many documents it takes is up to the node and to whether there is always something for it to do.
 */
async function separate(nodePid: number, { kafka, atEnd }: Stage): Promise<void> {
  await pin(nodePid, 'first');
  for (const { pid } of kafka.brokers) await pin(pid, 'others');
  await pin(process.pid, 'others');
  atEnd(async () => {
    for (const { pid } of kafka.brokers) await pin(pid, 'all');
    await pin(process.pid, 'all');
  });
}

/** The node runs slower until it has been compiled, with one core for a long time: the first contender would have that alone. */
async function warmUp(nodeUrl: string, documents: readonly string[], count: number): Promise<void> {
  for (let run = 0; run < warmUpRuns; run += 1) {
    const target = await createIndexTarget(`${nodeUrl}/warming-up`, count);
    await measureBulkLoop({ nodeUrl, index: 'warming-up', documents, count });
    await target.remove();
  }
}
