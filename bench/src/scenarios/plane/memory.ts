import { clients } from '../../clients/all-clients.ts';
import { measureClient } from '../../clients/measure-client.ts';
import type { Measurements } from '../../metrics.ts';
import { createTopicTarget } from '../../targets/topic-target.ts';
import { writePayloads } from '../fill-topic.ts';
import { recordBytes, type Scenario } from '../scenario.ts';

const records = { few: 1_000_000, many: 10_000_000 } as const;
// A tenth of what either holds when it has warmed up; a leak of one byte a record would be nine million.
const flatWithinMib = 16;

/** The peak of our client with few records, and how much higher it is with ten times as many. */
export const memory: Scenario = {
  summary: `our client moves ${records.few} and ${records.many} records of ${recordBytes} bytes in bounded memory`,
  contenders: { sluice: clients.sluice },
  metrics: ['producePeakMib', 'produceGrowthMib', 'consumePeakMib', 'consumeGrowthMib'],
  bars: [
    { metric: 'produceGrowthMib', atMost: flatWithinMib },
    { metric: 'consumeGrowthMib', atMost: flatWithinMib },
  ],
  prepare: async (stage) => {
    const { bootstrapServers } = stage.kafka;
    const payloadFile = await writePayloads(stage, recordBytes);
    return async ({ name }) => {
      const target = await createTopicTarget(stage.kafka, name);
      const peakOf = async (action: 'produce' | 'consume', count: number): Promise<number> => {
        const job = { bootstrapServers, topic: name, records: count, recordBytes, payloadFile };
        const command = await clients.sluice[action](job);
        const measured = await measureClient({ name, command, records: count, hasBegun: () => true });
        return measured.peakRssMib ?? Number.NaN;
      };
      const measurements = await measureGrowth(peakOf);
      await target.remove();
      return measurements;
    };
  },
};

type Action = 'produce' | 'consume';

async function measureGrowth(
  peakOf: (action: Action, count: number) => Promise<number>,
): Promise<Measurements> {
  const fewProduced = await peakOf('produce', records.few);
  const producePeakMib = await peakOf('produce', records.many);
  const fewConsumed = await peakOf('consume', records.few);
  const consumePeakMib = await peakOf('consume', records.many);
  return {
    producePeakMib,
    produceGrowthMib: producePeakMib - fewProduced,
    consumePeakMib,
    consumeGrowthMib: consumePeakMib - fewConsumed,
  };
}
