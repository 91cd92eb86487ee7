import { randomUUID } from 'node:crypto';
import {
  createTopic,
  newClusterProperties,
  produceLines,
  SluiceClusterWorker,
  waitFor,
  type ClusterWorker,
} from '@sluice/testing-services';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { remoteWriteSink } from '../src/plugin.ts';
import { askPrometheus, PrometheusServices, promNumber } from './prometheus-services.ts';

const { bootstrapServers } = inject('kafka');
const text = 'org.apache.kafka.connect.storage.StringConverter';
const series = 20;
const samplesOfEach = Number(process.env['SLUICE_CHAOS_SAMPLES'] ?? '1000');

let services: PrometheusServices;
let prometheus: string;
let worker: ClusterWorker | undefined;

beforeEach(async () => {
  services = await PrometheusServices.open();
  prometheus = await services.startPrometheus('{}\n', ['--web.enable-remote-write-receiver']);
}, 240_000);
afterEach(async () => {
  await worker?.stop();
  await services.stop();
});

/** How many samples Prometheus has by now. */
async function countInPrometheus(): Promise<number> {
  const [total] = await askPrometheus(prometheus, 'sum(count_over_time(ledger[2h]))');
  return promNumber(total?.value?.[1] ?? '0');
}

async function untilThere(count: number): Promise<void> {
  await waitFor(`${count} samples in Prometheus`, async () => {
    const found = await countInPrometheus();
    if (found < count) throw new Error(`there are ${found}`);
    return true;
  });
}

describe('a worker that is killed while it writes into Prometheus', () => {
  it('leaves no sample out, and fails at none that comes again', { timeout: 180_000 }, async () => {
    const topic = `ledger-${randomUUID().slice(0, 8)}`;
    await createTopic(bootstrapServers, { topic, partitions: 1 });
    const beganMs = Date.now() - samplesOfEach * 1000;
    const records = Array.from({ length: samplesOfEach * series }, (_none, index) => {
      const number = Math.floor(index / series);
      const labels = { id: String(index % series) };
      return JSON.stringify({ name: 'ledger', value: number, labels, timestamp: beganMs + number * 1000 });
    });
    await produceLines(bootstrapServers, topic, records);
    const properties = newClusterProperties(bootstrapServers, {
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '500',
      'scheduled.rebalance.max.delay.ms': '0',
      'key.converter': text,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
    });
    worker = await SluiceClusterWorker.start(properties);
    await worker.ask('PUT /connectors/ledger/config', {
      'connector.class': remoteWriteSink.className,
      'tasks.max': '1',
      topics: topic,
      url: `${prometheus}/api/v1/write`,
      'batch.size': '20',
      'consumer.override.max.poll.records': '60',
      'consumer.override.session.timeout.ms': '6000',
      'consumer.override.heartbeat.interval.ms': '500',
    });
    for (const share of [0.1, 0.4]) {
      await untilThere(records.length * share);
      await worker.kill();
      await worker.stop();
      worker = await SluiceClusterWorker.start(properties);
    }
    await untilThere(records.length);
    const found = await askPrometheus(prometheus, 'ledger[2h]');
    const expected = Array.from({ length: samplesOfEach }, (_none, number) => number);
    expect(found.map(({ metric }) => Number(metric['id'])).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: series }, (_none, id) => id),
    );
    for (const { values = [] } of found) expect(values.map(([, value]) => Number(value))).toEqual(expected);
    await worker.untilIs('ledger', ['RUNNING', 'RUNNING']);
  });
});
