import { metadataApi, saslAuthenticateApi, saslHandshakeApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedBroker } from '../../../testing/scripted-broker.ts';
import { parseAdminSettings } from '../../settings/admin-settings.ts';
import { BrokerLink } from '../broker-link.ts';
import { channelSecurity } from '../channel-security.ts';
import { connectionMetrics } from '../connection-metrics.ts';

let broker: ScriptedBroker;
let link: BrokerLink;

beforeEach(async () => {
  broker = await ScriptedBroker.start();
  const { settings } = parseAdminSettings({
    'bootstrap.servers': broker.address,
    'security.protocol': 'SASL_PLAINTEXT',
    'sasl.mechanism': 'PLAIN',
    'sasl.jaas.config':
      'org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="p";',
    'request.timeout.ms': '150',
  });
  broker.on(saslHandshakeApi, () => ({ errorCode: 0, mechanisms: ['PLAIN'] }));
  endSessionsAfter(0);
  link = new BrokerLink(
    { host: '127.0.0.1', port: broker.port },
    {
      settings,
      security: channelSecurity(settings),
      metrics: connectionMetrics('test-metrics'),
      remedy: 'check bootstrap.servers',
      backoff: { initialMs: 5, maxMs: 5 },
    },
  );
});

afterEach(async () => {
  link.close();
  await broker.stop();
});

function endSessionsAfter(lifetimeMs: number): void {
  broker.on(saslAuthenticateApi, () => ({
    errorCode: 0,
    errorMessage: null,
    authBytes: Buffer.alloc(0),
    sessionLifetimeMs: BigInt(lifetimeMs),
  }));
}

function answerAfter(pauseMs: number): void {
  broker.on(metadataApi, async () => {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    endSessionsAfter(0);
    return { brokers: [], topics: [], clusterId: 'c' };
  });
}

describe('a session', () => {
  it('is renewed behind a request that the broker answers late, such as a join', async () => {
    endSessionsAfter(50);
    answerAfter(400);
    const slow = link.request(metadataApi, { topics: [] }, 5000);
    await expect.poll(() => broker.requestsOf(metadataApi)).toHaveLength(1);
    expect((await slow).clusterId).toBe('c');
    await expect.poll(() => broker.requestsOf(saslAuthenticateApi)).toHaveLength(2);
    answerAfter(0);
    expect((await link.request(metadataApi, { topics: [] })).clusterId).toBe('c');
    expect(broker.connectionCount).toBe(1);
  });

  it('that is not renewed in time ends with its connection', async () => {
    endSessionsAfter(50);
    await link.connect();
    broker.on(saslHandshakeApi, () => 'silence');
    await expect.poll(() => link.isOpen).toBe(false);
  });
});
