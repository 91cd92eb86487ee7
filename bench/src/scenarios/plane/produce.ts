import { clients } from '../../clients/all-clients.ts';
import type { ClientName } from '../../clients/all-clients.ts';
import { measureClient } from '../../clients/measure-client.ts';
import { createTopicTarget } from '../../targets/topic-target.ts';
import { writePayloads } from '../fill-topic.ts';
import type { Scenario } from '../scenario.ts';
import { planeMetrics, recordsOf } from './transfer.ts';

/** Clients that write to a new topic of one partition, until all is acknowledged. */
export function produce(recordBytes: number): Scenario {
  return {
    summary: `Kafka clients produce records of ${recordBytes} bytes`,
    contenders: clients,
    metrics: planeMetrics,
    bars: [
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 2 },
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'platformatic', atLeast: 5 },
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'kafkajs', atLeast: 5 },
    ],
    prepare: async (stage) => {
      const records = recordsOf(stage, recordBytes);
      const { bootstrapServers } = stage.kafka;
      const payloadFile = await writePayloads(stage, recordBytes);
      return async ({ contender, name }) => {
        const target = await createTopicTarget(stage.kafka, name);
        const job = { bootstrapServers, topic: name, records, recordBytes, payloadFile };
        const command = await clients[contender as ClientName].produce(job);
        const hasBegun = async (): Promise<boolean> => (await target.progress()) > 0;
        const measurements = await measureClient({ name, command, records, hasBegun });
        const count = await target.count();
        await target.remove();
        if (count !== records) throw new Error(`${name} wrote ${count} records where ${records} were given`);
        return measurements;
      };
    },
  };
}
