import { describeSinkConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import { RemoteReceiver } from '../fixtures/remote-receiver.ts';
import { remoteWriteSink } from '../plugin.ts';

const json = 'org.apache.kafka.connect.json.JsonConverter';
const valueOf = (n: number): string =>
  JSON.stringify({ name: `metric_${n}`, value: n + 0.5, timestamp: 1_800_000_000_000 + n });

describeSinkConnector(remoteWriteSink, {
  readme: new URL('../../README.md', import.meta.url),
  runner: { describe, it },
  open: async () => {
    const receiver = await RemoteReceiver.start();
    receiver.judge = (series) =>
      series.some(({ labels }) => labels.some(({ name }) => name === 'refused'))
        ? { status: 400, message: 'out of bounds' }
        : null;
    return {
      receiver,
      config: { url: receiver.url, 'value.converter': json, 'value.converter.schemas.enable': 'false' },
      delivered: () => receiver.samples.map((sample) => valueOf(Number(/^metric_(\d+) /.exec(sample)?.[1]))),
      close: () => receiver.stop(),
    };
  },
  block: ({ receiver }) => receiver.hold(),
  value: valueOf,
  badValues: [
    '{"name":"a","labels":{"refused":"yes"},"value":1,"timestamp":1}',
    '{"name":"a","timestamp":1}',
    '{"value":1,"timestamp":1}',
    'null',
    '"a text"',
    '{"name":"a","value":"one","timestamp":1}',
  ],
});
