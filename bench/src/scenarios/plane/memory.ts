import { clients } from '../../clients/all-clients.ts';
import { measureClient } from '../../clients/measure-client.ts';
import type { Measurements } from '../../metrics.ts';
import { createTopicTarget } from '../../targets/topic-target.ts';
import { writePayloads } from '../fill-topic.ts';
import { recordBytes, type Scenario } from '../scenario.ts';

const records = { few: 1_000_000, many: 10_000_000 } as const;
// V8's young generation grows to this size by itself, the sooner the more is allocated.
const youngGenerationMib = 48;
// A tenth of a byte for each record more.
const heldMb = 1;

/** What our client takes and holds with few records, and with ten times as many. */
export const memory: Scenario = {
  summary: `our client moves ${records.few} and ${records.many} records of ${recordBytes} bytes in bounded memory`,
  contenders: { sluice: clients.sluice },
  metrics: [
    'producePeakMib',
    'produceGrowthMib',
    'produceHeldMb',
    'consumePeakMib',
    'consumeGrowthMib',
    'consumeHeldMb',
  ],
  bars: [
    { metric: 'produceGrowthMib', atMost: youngGenerationMib },
    { metric: 'produceHeldMb', atMost: heldMb },
    { metric: 'consumeGrowthMib', atMost: youngGenerationMib },
    { metric: 'consumeHeldMb', atMost: heldMb },
  ],
  prepare: async (stage) => {
    const { bootstrapServers } = stage.kafka;
    const payloadFile = await writePayloads(stage, recordBytes);
    return async ({ name }) => {
      const target = await createTopicTarget(stage.kafka, name);
      const measurements = await measureGrowth(async (action, count) => {
        const job = { bootstrapServers, topic: name, records: count, recordBytes, payloadFile };
        const { command, args } = await clients.sluice[action](job);
        const collecting = { command, args: ['--expose-gc', ...args] };
        return measureClient({ name, command: collecting, records: count, hasBegun: () => true, readLog });
      });
      await target.remove();
      return measurements;
    };
  },
};

type Measure = (action: 'produce' | 'consume', count: number) => Promise<Measurements>;

function readLog(log: string): Measurements {
  return { heldMb: Number(/^held (\d+)$/m.exec(log)?.[1]) / 1_000_000 };
}

async function measureGrowth(measure: Measure): Promise<Measurements> {
  const fewProduced = await measure('produce', records.few);
  const produced = await measure('produce', records.many);
  const fewConsumed = await measure('consume', records.few);
  const consumed = await measure('consume', records.many);
  return {
    producePeakMib: valueOf(produced, 'peakRssMib'),
    produceGrowthMib: growth('peakRssMib', fewProduced, produced),
    produceHeldMb: growth('heldMb', fewProduced, produced),
    consumePeakMib: valueOf(consumed, 'peakRssMib'),
    consumeGrowthMib: growth('peakRssMib', fewConsumed, consumed),
    consumeHeldMb: growth('heldMb', fewConsumed, consumed),
  };
}

type Figure = 'peakRssMib' | 'heldMb';

function growth(figure: Figure, few: Measurements, many: Measurements): number {
  return valueOf(many, figure) - valueOf(few, figure);
}

function valueOf(measurements: Measurements, figure: Figure): number {
  return measurements[figure] ?? Number.NaN;
}
