import { describeConfigsApi, errorCodes, incrementalAlterConfigsApi } from '@sluice/kafka-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from '../../../testing/scripted-cluster.ts';

let cluster: ScriptedCluster;

beforeEach(async () => {
  cluster = await ScriptedCluster.start(2);
  cluster.onAll(describeConfigsApi, ({ resources }) => ({
    results: resources.map(({ resourceType, resourceName }) => ({
      errorCode: resourceName === 'gone' ? errorCodes.UNKNOWN_TOPIC_OR_PARTITION : 0,
      errorMessage: null,
      resourceType,
      resourceName,
      configs: [
        {
          name: 'retention.ms',
          value: '5',
          readOnly: false,
          configSource: 1,
          isSensitive: false,
          configType: 5,
          synonyms: [{ name: 'log.retention.ms', value: '7', source: 4 }],
          documentation: null,
        },
        {
          name: 'password',
          value: 'geheim',
          readOnly: true,
          configSource: 99,
          isSensitive: true,
          synonyms: [{ name: 'password', value: 'geheim', source: 5 }],
          documentation: null,
        },
      ],
    })),
  }));
});

afterEach(() => cluster.stop());

describe('the configuration', () => {
  it('tells values, where they come from and what they could be, and no secret whatever a broker says', async () => {
    const [topic, gone] = await cluster.admin().configs.describe([
      { type: 'TOPIC', name: 't' },
      { type: 'TOPIC', name: 'gone' },
    ]);
    const entries = topic?.result as ReadonlyMap<string, unknown>;
    expect(entries.get('retention.ms')).toEqual({
      name: 'retention.ms',
      value: '5',
      source: 'DYNAMIC_TOPIC_CONFIG',
      type: 'LONG',
      isReadOnly: false,
      isSensitive: false,
      synonyms: [{ name: 'log.retention.ms', value: '7', source: 'STATIC_BROKER_CONFIG' }],
      documentation: null,
    });
    expect(entries.get('password')).toMatchObject({ value: null, source: 'UNKNOWN', isSensitive: true });
    expect(JSON.stringify([...entries])).not.toContain('geheim');
    expect(gone?.result).toMatchObject({
      errorName: 'UNKNOWN_TOPIC_OR_PARTITION',
      message: expect.stringContaining('Describe the configuration of topic gone') as string,
    });
  });

  it('of a broker is asked of that broker, all else of any', async () => {
    const outcomes = await cluster.admin().configs.describe([
      { type: 'BROKER', name: '2' },
      { type: 'BROKER_LOGGER', name: '1' },
      { type: 'BROKER', name: '' },
      { type: 'GROUP', name: 'g' },
      { type: 'BROKER', name: '7' },
    ]);
    const asked = cluster
      .requestsOf(describeConfigsApi)
      .map((requests) => requests.flatMap(({ resources }) => resources.map((one) => one.resourceName)));
    expect(asked[1]).toContain('2');
    expect(asked[0]).toContain('1');
    expect(asked.flat().sort()).toEqual(['', '1', '2', 'g']);
    expect(outcomes.map(({ result }) => result instanceof Map)).toEqual([true, true, true, true, false]);
    expect(outcomes[4]?.result).toMatchObject({
      errorName: 'BROKER_NOT_AVAILABLE',
      message: `There is no broker 7 now; there are 1 (${cluster.broker(1).address}), 2 (${cluster.broker(2).address})`,
    });
  });

  it('is changed by setting, deleting, appending and subtracting', async () => {
    cluster.onAll(incrementalAlterConfigsApi, ({ resources }) => ({
      responses: resources.map(({ resourceType, resourceName }) => ({
        errorCode: resourceName === 'bad' ? errorCodes.INVALID_CONFIG : 0,
        errorMessage: resourceName === 'bad' ? 'Unknown topic config name: x' : null,
        resourceType,
        resourceName,
      })),
    }));
    const outcomes = await cluster.admin().configs.alter(
      [
        {
          type: 'TOPIC',
          name: 't',
          changes: [
            { name: 'a', operation: 'SET', value: '1' },
            { name: 'b', operation: 'DELETE' },
            { name: 'c', operation: 'APPEND', value: '2' },
            { name: 'd', operation: 'SUBTRACT', value: '3' },
          ],
        },
        { type: 'TOPIC', name: 'bad', changes: [{ name: 'x', operation: 'SET', value: '' }] },
      ],
      { validateOnly: true },
    );
    expect(outcomes).toEqual([
      { resource: { type: 'TOPIC', name: 't' }, result: null },
      {
        resource: { type: 'TOPIC', name: 'bad' },
        result: expect.objectContaining({
          message: expect.stringMatching(
            /^Kafka at \S+: Change the configuration of topic bad: INVALID_CONFIG \(Unknown topic config name: x\)$/,
          ) as string,
        }) as unknown,
      },
    ]);
    const [request] = cluster.requestsOf(incrementalAlterConfigsApi).flat();
    expect(request?.validateOnly).toBe(true);
    expect(request?.resources[0]?.configs).toEqual([
      { name: 'a', configOperation: 0, value: '1' },
      { name: 'b', configOperation: 1, value: null },
      { name: 'c', configOperation: 2, value: '2' },
      { name: 'd', configOperation: 3, value: '3' },
    ]);
  });

  it('of a topic is told in short', async () => {
    expect(await cluster.admin().describeTopicConfigs('t')).toEqual(
      new Map([
        ['retention.ms', '5'],
        ['password', null],
      ]),
    );
  });
});
