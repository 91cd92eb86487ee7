import { join } from 'node:path';
import { Admin, parseAdminSettings } from '@sluice/kafka-client';
import { runProgram } from '@sluice/testing-services';
import { clients } from '../../clients/all-clients.ts';
import type { ClientName } from '../../clients/all-clients.ts';
import type { Measurements } from '../../metrics.ts';
import type { CommandLine } from '../../workers/worker-kind.ts';
import { writePayloads } from '../fill-topic.ts';
import { recordBytes, type Scenario, type Stage } from '../scenario.ts';
import { MeasuredBroker } from './measured-broker.ts';

const startProgram = join(import.meta.dirname, '../../clients/programs/broker-start.ts');
const starts = 5;
const topics = 1000;
const microsPerSecond = 1_000_000;
// 300,000 records a second on one core.
const maxMicros = 3.33;

/** The dev broker, with clients that write and read a topic of one partition: what it takes of a core, and of memory. */
export const broker: Scenario = {
  summary: `the dev broker takes in and gives out records of ${recordBytes} bytes`,
  contenders: clients,
  metrics: [
    'brokerReadyMs',
    'brokerStartMs',
    'createTopicsSeconds',
    'brokerInMicros',
    'brokerOutMicros',
    'peakRssMib',
    'brokerGrowthMib',
  ],
  bars: [
    { metric: 'brokerReadyMs', atMost: 400 },
    { metric: 'brokerStartMs', atMost: 100 },
    { metric: 'createTopicsSeconds', atMost: 2 },
    { metric: 'brokerInMicros', atMost: maxMicros },
    { metric: 'brokerOutMicros', atMost: maxMicros },
    { metric: 'brokerGrowthMib', atMost: 64 },
  ],
  prepare: async (stage) => {
    const payloadFile = await writePayloads(stage, recordBytes);
    return async ({ contender, name }) => {
      const running = await MeasuredBroker.start(join(stage.folder, name));
      try {
        const brokerStartMs = await startInProcess(join(stage.folder, `${name}-start`));
        const createTopicsSeconds = await createTopics(running.bootstrapServers);
        const job = { client: contender as ClientName, payloadFile, broker: running };
        const moved = await moveRecords(job, stage);
        return { brokerReadyMs: running.readyMs, brokerStartMs, createTopicsSeconds, ...moved };
      } finally {
        await running.stop();
      }
    };
  },
};

interface TransferJob {
  readonly client: ClientName;
  readonly payloadFile: string;
  readonly broker: MeasuredBroker;
}

/** A tenth of the records first, and then all of them: memory must not grow with what was written. */
async function moveRecords(
  { client, payloadFile, broker }: TransferJob,
  { records }: Stage,
): Promise<Measurements> {
  const { bootstrapServers } = broker;
  const kind = clients[client];
  const transfer = async (topic: string, count: number): Promise<readonly [number, number]> => {
    const job = { bootstrapServers, topic, records: count, recordBytes, payloadFile };
    const taken = await broker.cpuSecondsOf(async () => run(await kind.produce(job)));
    const given = await broker.cpuSecondsOf(async () => run(await kind.consume(job)));
    return [(taken * microsPerSecond) / count, (given * microsPerSecond) / count];
  };
  await transfer('few', Math.ceil(records / 10));
  const peakOfFew = broker.peakMib;
  const [brokerInMicros, brokerOutMicros] = await transfer('many', records);
  const peakRssMib = broker.peakMib;
  return { brokerInMicros, brokerOutMicros, peakRssMib, brokerGrowthMib: peakRssMib - peakOfFew };
}

async function run({ command, args }: CommandLine): Promise<void> {
  const { exitCode, stdout, stderr } = await runProgram(command, [...args]);
  if (exitCode !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
}

/** The median of some starts in one process: the first also loads the code. */
async function startInProcess(folder: string): Promise<number> {
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [
    startProgram,
    folder,
    String(starts),
  ]);
  if (exitCode !== 0) throw new Error(`The broker did not start:\n${stdout}${stderr}`);
  const startMs = (JSON.parse(stdout) as number[]).sort((left, right) => left - right);
  return startMs[Math.floor(starts / 2)] ?? Number.NaN;
}

async function createTopics(bootstrapServers: string): Promise<number> {
  const admin = new Admin(parseAdminSettings({ 'bootstrap.servers': bootstrapServers }).settings);
  try {
    await admin.listTopics();
    const begin = performance.now();
    const names = Array.from({ length: topics }, (_each, index) => `topic-${index}`);
    await Promise.all(names.map((name) => admin.createTopic({ name, partitions: 1, replicationFactor: 1 })));
    return (performance.now() - begin) / 1000;
  } finally {
    await admin.close();
  }
}
