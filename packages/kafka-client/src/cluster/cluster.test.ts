import { metadataApi, zeroUuid } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { ScriptedBroker } from '../../testing/scripted-broker.ts';
import { parseAdminSettings } from '../settings/admin-settings.ts';
import { Cluster } from './cluster.ts';
import { mergeTopic, type TopicMetadata } from './topic-metadata.ts';

let broker: LogBroker;
let clusters: Cluster[];

beforeEach(async () => {
  clusters = [];
  broker = await LogBroker.start({ t: 2 });
});

afterEach(async () => {
  for (const cluster of clusters) cluster.close();
  await broker.stop();
});

function clusterAt(bootstrapServers: string, properties: Record<string, string> = {}): Cluster {
  const { settings } = parseAdminSettings({
    'bootstrap.servers': bootstrapServers,
    'retry.backoff.ms': '5',
    'reconnect.backoff.ms': '5',
    ...properties,
  });
  const cluster = new Cluster({
    settings,
    metricGroup: 'admin-client-metrics',
    allowAutoTopicCreation: false,
  });
  clusters.push(cluster);
  return cluster;
}

async function closedPort(): Promise<number> {
  const other = await ScriptedBroker.start();
  const { port } = other;
  await other.stop();
  return port;
}

describe('a cluster', () => {
  it('knows the leaders of the topics it tracks, and uses the bootstrap connection for the node behind it', async () => {
    const cluster = clusterAt(broker.script.address);
    cluster.track('t');
    await cluster.refresh();
    expect(cluster.leaderOf('t', 1)).toEqual({ nodeId: 1, epoch: 0 });
    expect(cluster.leaderOf('t', 2)).toBeNull();
    await cluster.links.link(1)?.request(metadataApi, { topics: [] });
    expect(broker.script.connectionCount).toBe(1);
  });

  it('tries one bootstrap server after the other', async () => {
    const port = await closedPort();
    const cluster = clusterAt(`127.0.0.1:${port},${broker.script.address}`);
    await cluster.refresh();
    expect(broker.script.connectionCount).toBe(1);
  });

  it('names every bootstrap server when none answers', async () => {
    const ports = [await closedPort(), await closedPort()];
    const cluster = clusterAt(ports.map((port) => `127.0.0.1:${port}`).join(','));
    const failure = cluster.refresh().catch((error: Error) => error.message);
    const message = await failure;
    for (const port of ports) expect(message).toContain(`127.0.0.1:${port}`);
    expect(message).toContain('connection refused');
    expect(message).toContain('check bootstrap.servers');
  });

  it('returns to the bootstrap servers when all the brokers it knows have moved', async () => {
    const cluster = clusterAt(broker.script.address);
    cluster.track('t');
    broker.script.once(metadataApi, () => ({
      brokers: [{ nodeId: 1, host: '127.0.0.1', port: 1 }],
      topics: [],
    }));
    await cluster.refresh();
    await cluster.refresh();
    expect(cluster.leaderOf('t', 0)).toEqual({ nodeId: 1, epoch: 0 });
  });

  it('asks for everything that was tracked before the refresh was called, in as few requests as possible', async () => {
    const cluster = clusterAt(broker.script.address);
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    broker.script.once(metadataApi, (request) => held.then(() => broker.metadata(request)));
    const first = cluster.refresh();
    await expect.poll(() => broker.script.requestsOf(metadataApi)).toHaveLength(1);
    cluster.track('t');
    const later = [cluster.refresh(), cluster.refresh()];
    answer();
    await Promise.all([first, ...later]);
    expect(cluster.topic('t')?.partitions).toHaveLength(2);
    expect(broker.script.requestsOf(metadataApi)).toHaveLength(2);
  });

  it('asks again until a topic that it tracks is there', async () => {
    const cluster = clusterAt(broker.script.address);
    cluster.track('late');
    cluster.markStale();
    await expect.poll(() => broker.script.requestsOf(metadataApi).length).toBeGreaterThan(2);
    broker.setPartitions('late', 1);
    await expect.poll(() => cluster.topic('late')?.partitions.length).toBe(1);
  });

  it('takes over a newer leader that a response names, if it can be reached (KIP-951)', async () => {
    const cluster = clusterAt(broker.script.address);
    cluster.track('t');
    await cluster.refresh();
    const place = { topic: 't', partition: 1 };
    const endpoint = { nodeId: 5, host: '127.0.0.1', port: broker.script.port };
    expect(cluster.learnLeader(place, { nodeId: 5, epoch: 3 })).toBe(false);
    expect(cluster.learnLeader(place, { nodeId: 5, epoch: 0 }, [endpoint])).toBe(false);
    expect(cluster.learnLeader({ topic: 'other', partition: 0 }, { nodeId: 1, epoch: 9 })).toBe(false);
    expect(cluster.learnLeader(place, { nodeId: 5, epoch: 3 }, [endpoint])).toBe(true);
    expect(cluster.learnLeader(place, { nodeId: 1, epoch: 2 })).toBe(false);
    expect(cluster.leaderOf('t', 1)).toEqual({ nodeId: 5, epoch: 3 });
    expect(cluster.leaderOf('t', 0)).toEqual({ nodeId: 1, epoch: 0 });
    expect(cluster.links.link(5)?.address).toEqual({ host: '127.0.0.1', port: broker.script.port });
    // The next refresh tells of an earlier epoch: it asked a broker that is behind.
    await cluster.refresh();
    expect(cluster.leaderOf('t', 1)).toEqual({ nodeId: 5, epoch: 3 });
  });

  it('asks again from time to time', async () => {
    const cluster = clusterAt(broker.script.address, { 'metadata.max.age.ms': '20' });
    await cluster.refresh();
    await expect.poll(() => broker.script.requestsOf(metadataApi).length).toBeGreaterThan(2);
  });
});

describe('what is known of a topic', () => {
  const topic = (leader: number, leaderEpoch: number, topicId = 'x'): TopicMetadata => ({
    name: 't',
    topicId,
    errorCode: 0,
    isInternal: false,
    partitions: [{ partition: 0, leader, leaderEpoch, replicas: [1, 2], inSyncReplicas: [1] }],
  });
  const leaderAfter = (known: TopicMetadata | undefined, told: TopicMetadata): number | undefined =>
    mergeTopic(known, told).partitions[0]?.leader;

  it('does not go back to an earlier leader epoch', () => {
    expect(leaderAfter(topic(2, 7), topic(1, 6))).toBe(2);
    expect(leaderAfter(topic(2, 7), topic(1, 7))).toBe(1);
    expect(leaderAfter(topic(2, 7), topic(1, 8))).toBe(1);
    expect(leaderAfter(undefined, topic(1, 0))).toBe(1);
  });

  it('begins anew when the topic was made anew', () => {
    expect(leaderAfter(topic(2, 7), topic(1, 0, zeroUuid))).toBe(1);
  });
});
