import { errorCodes, metadataApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBroker } from '../../testing/log-broker.ts';
import { ScriptedBroker } from '../../testing/scripted-broker.ts';
import { parseAdminSettings } from '../settings/admin-settings.ts';
import { bootstrapAddresses } from './bootstrap-addresses.ts';
import { Cluster } from './cluster.ts';

/** The one that is in `bootstrap.servers`, and one of another cluster by now. */
let bootstrap: LogBroker;
let strange: ScriptedBroker;
let cluster: Cluster;

beforeEach(async () => {
  bootstrap = await LogBroker.start({ t: 1 });
  strange = await ScriptedBroker.start();
});

afterEach(async () => {
  cluster.close();
  await Promise.all([bootstrap.stop(), strange.stop()]);
});

/** Knows no broker but the strange one. */
async function misled(properties: Readonly<Record<string, string>> = {}): Promise<void> {
  const { settings } = parseAdminSettings({
    'bootstrap.servers': bootstrap.script.address,
    'retry.backoff.ms': '5',
    'reconnect.backoff.ms': '5',
    'request.timeout.ms': '200',
    ...properties,
  });
  cluster = new Cluster({
    settings,
    metricGroup: 'admin-client-metrics',
    allowAutoTopicCreation: false,
  });
  cluster.track('t');
  bootstrap.script.once(metadataApi, () => ({
    brokers: [{ nodeId: 7, host: '127.0.0.1', port: strange.port }],
    topics: [],
  }));
  await cluster.refresh();
  expect(cluster.links.isKnown(7)).toBe(true);
}

function rebootstrapRequired(): void {
  strange.on(metadataApi, () => ({
    brokers: [],
    topics: [],
    errorCode: errorCodes.REBOOTSTRAP_REQUIRED,
  }));
}

describe('a cluster whose brokers are others than they were', () => {
  it('begins anew with bootstrap.servers when a broker says so (KIP-1102)', async () => {
    await misled();
    rebootstrapRequired();
    await expect(cluster.refresh()).rejects.toMatchObject({ retriable: true });
    expect(cluster.links.isKnown(7)).toBe(false);
    await cluster.refresh();
    expect(cluster.leaderOf('t', 0)).toMatchObject({ nodeId: 1 });
  });

  const unhelpful = { errorCode: errorCodes.UNKNOWN_SERVER_ERROR, brokers: [], topics: [] };

  it('begins anew when no answer was of use for metadata.recovery.rebootstrap.trigger.ms, and not before', async () => {
    await misled({ 'metadata.recovery.rebootstrap.trigger.ms': '100' });
    strange.on(metadataApi, () => unhelpful);
    await expect(cluster.refresh()).rejects.toThrow('UNKNOWN_SERVER_ERROR');
    expect(cluster.links.isKnown(7)).toBe(true);
    const hasBegunAnew = (): Promise<boolean> =>
      cluster.refresh().then(
        () => true,
        () => false,
      );
    await expect.poll(hasBegunAnew).toBe(true);
    expect(cluster.leaderOf('t', 0)).toMatchObject({ nodeId: 1 });
  });

  it('never begins anew with metadata.recovery.strategy=none', async () => {
    const properties = { 'metadata.recovery.rebootstrap.trigger.ms': '0' };
    await misled({ ...properties, 'metadata.recovery.strategy': 'none' });
    strange.on(metadataApi, () => 'disconnect');
    await expect(cluster.refresh()).rejects.toMatchObject({ errorName: 'NETWORK_EXCEPTION' });
    await expect(cluster.refresh()).rejects.toMatchObject({ errorName: 'NETWORK_EXCEPTION' });
    expect(cluster.links.isKnown(7)).toBe(true);
    expect(bootstrap.script.requestsOf(metadataApi)).toHaveLength(1);
  });
});

describe('client.dns.lookup', () => {
  const servers = [
    { host: '127.0.0.1', port: 9092 },
    { host: 'no-such-host.invalid', port: 9093 },
  ];

  it('takes names as they are by default: all their addresses are tried when connecting', async () => {
    const settings = { 'bootstrap.servers': servers, 'client.dns.lookup': 'use_all_dns_ips' } as const;
    expect(await bootstrapAddresses(settings)).toEqual(servers);
  });

  it('asks for the canonical names of bootstrap servers where it is told to, and keeps those that have none', async () => {
    const settings = {
      'bootstrap.servers': servers,
      'client.dns.lookup': 'resolve_canonical_bootstrap_servers_only',
    } as const;
    const [canonical, unknown] = await bootstrapAddresses(settings);
    expect(canonical).toEqual({ host: expect.stringMatching(/^[a-z]/) as string, port: 9092 });
    expect(unknown).toEqual(servers[1]);
  });
});
