import { clients } from '../../clients/all-clients.ts';
import type { ClientName } from '../../clients/all-clients.ts';
import { measureClient } from '../../clients/measure-client.ts';
import { fillTopic, writePayloads } from '../fill-topic.ts';
import type { Scenario } from '../scenario.ts';
import { planeMetrics, recordsOf } from './transfer.ts';

/** Clients that read a topic of one partition as members of a group. */
export function consume(recordBytes: number): Scenario {
  return {
    summary: `Kafka clients consume records of ${recordBytes} bytes`,
    contenders: clients,
    metrics: planeMetrics,
    bars: [
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'java', atLeast: 1.3 },
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'platformatic', atLeast: 10 },
      { metric: 'cpuMicrosPerRecord', timesBetterThan: 'kafkajs', atLeast: 10 },
    ],
    prepare: async (stage) => {
      const topic = `consume-${recordBytes}`;
      const records = recordsOf(stage, recordBytes);
      const { bootstrapServers } = stage.kafka;
      await fillTopic(stage, { topic, records, recordBytes });
      const payloadFile = await writePayloads(stage, recordBytes);
      return async ({ contender, name }) => {
        const client = clients[contender as ClientName];
        const command = await client.consume({ bootstrapServers, topic, records, recordBytes, payloadFile });
        return measureClient({ name, command, records, hasBegun: (log) => client.firstLine.test(log) });
      };
    },
  };
}
