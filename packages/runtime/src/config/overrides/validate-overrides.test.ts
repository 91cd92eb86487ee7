import { describe, expect, it } from 'vitest';
import type { SubmittedConfig } from '../../herder/herder.ts';
import { validateOverrides } from './validate-overrides.ts';

const worker = { 'bootstrap.servers': 'localhost:9092' };

interface Asked {
  readonly kind?: 'source' | 'sink';
  readonly config: SubmittedConfig;
  readonly worker?: Readonly<Record<string, string>>;
}

async function errorsOf({ kind = 'source', config, worker: more = {} }: Asked): Promise<object> {
  const infos = await validateOverrides(kind, config, { ...worker, ...more });
  const values = infos.flatMap(({ configs }) => configs.map(({ value }) => value));
  return Object.fromEntries(values.map((value) => [value?.name, value?.errors]));
}

describe('the settings that a connector gives to its clients', () => {
  it('are good where the client takes them', async () => {
    const config = { 'producer.override.acks': '1', 'producer.override.linger.ms': '7' };
    expect(await errorsOf({ config })).toEqual({
      'producer.override.acks': [],
      'producer.override.linger.ms': [],
    });
  });

  it('are refused one by one, by their types and by the rules of the client', async () => {
    const config = {
      'producer.override.linger.ms': 'x',
      'producer.override.acks': '7',
      'producer.override.send.buffer.bytes': '1k',
      'producer.override.partitioner.class': 'org.example.Mine',
    };
    expect(await errorsOf({ config })).toEqual({
      'producer.override.linger.ms': [
        'Invalid value x for configuration linger.ms: Not a number of type LONG',
      ],
      'producer.override.acks': [
        'Invalid value 7 for configuration acks: String must be one of: all, 0, 1, -1',
      ],
      'producer.override.send.buffer.bytes': [
        'Invalid value 1k for configuration send.buffer.bytes: Not a number of type INT',
      ],
      'producer.override.partitioner.class': [
        expect.stringMatching(
          /^Invalid value org\.example\.Mine for configuration partitioner\.class: Only /,
        ),
      ],
    });
  });

  it('are refused where they do not go with what Connect gives', async () => {
    const config = { 'producer.override.enable.idempotence': 'true', 'producer.override.retries': '0' };
    expect(await errorsOf({ config })).toEqual({
      'producer.override.enable.idempotence': [],
      'producer.override.retries': [
        'Invalid value 0 for configuration retries: Must be greater than 0 in order to use the idempotent producer',
      ],
    });
  });

  it('show what they break of the worker’s settings, which are not in the connector', async () => {
    const config = { 'producer.override.enable.idempotence': 'true' };
    const errors = await errorsOf({ config, worker: { 'producer.acks': '1' } });
    expect(errors).toEqual({
      'producer.override.enable.idempotence': [],
      'producer.override.acks': [
        'Invalid value 1 for configuration acks: Must be all in order to use the idempotent producer',
      ],
    });
  });

  it('are not blamed for what is wrong without them', async () => {
    const config = { 'producer.override.linger.ms': '7' };
    const errors = await errorsOf({ config, worker: { 'producer.acks': 'x' } });
    expect(errors).toEqual({ 'producer.override.linger.ms': [] });
  });

  it('never show a password', async () => {
    const config = { 'producer.override.sasl.jaas.config': 'x password="hunter2";' };
    const infos = await validateOverrides('source', config, worker);
    expect(infos[0]?.configs[0]?.value?.value).toBe('[hidden]');
    expect(JSON.stringify(infos)).not.toContain('hunter2');
  });

  it('mean nothing for clients that are not used', async () => {
    const config = { 'consumer.override.fetch.min.bytes': 'x', 'admin.override.retries': 'x' };
    expect(await errorsOf({ config })).toEqual({});
    expect(await errorsOf({ kind: 'sink', config: { 'producer.override.acks': 'x' } })).toEqual({});
    const creates = { ...config, 'topic.creation.default.partitions': '1' };
    expect(Object.keys(await errorsOf({ config: creates }))).toEqual(['admin.override.retries']);
  });

  it('are counted by entries, as Connect does', async () => {
    const config = { 'producer.override.acks': '7', 'producer.override.linger.ms': '1' };
    const none = { 'connector.client.config.override.policy': 'None' };
    const [infos] = await validateOverrides('source', config, { ...worker, ...none });
    expect(infos?.error_count).toBe(2);
    expect(infos?.configs[0]?.value?.errors).toEqual([
      "The 'None' policy does not allow 'acks' to be overridden in the connector configuration.",
      'Invalid value 7 for configuration acks: String must be one of: all, 0, 1, -1',
    ]);
  });
});
