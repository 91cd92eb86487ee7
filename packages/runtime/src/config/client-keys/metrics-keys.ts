import { atLeast, defineConfig, int, list, listOfNames, long, oneOf, string } from '@sluice/connect-api';

const counted = 'Without effect: figures are counted from the start.';

/** How a worker of Java, or a client, measures itself. */
export const metricsKeys = defineConfig({
  'metrics.sample.window.ms': long({
    doc: `Width of the window over which rates are taken, in milliseconds. ${counted}`,
    importance: 'low',
    default: 30_000,
    validator: atLeast(0),
  }),
  'metrics.num.samples': int({
    doc: `Over how many windows rates are taken. ${counted}`,
    importance: 'low',
    default: 2,
    validator: atLeast(1),
  }),
  'metrics.recording.level': string({
    doc: `Up to which level figures are counted. ${counted}`,
    importance: 'low',
    default: 'INFO',
    validator: oneOf('INFO', 'DEBUG'),
  }),
  'metric.reporters': list({
    doc: 'Classes of Java that show figures. Without effect: they cannot be loaded.',
    importance: 'low',
    default: ['org.apache.kafka.common.metrics.JmxReporter'],
    validator: listOfNames({ mayBeEmpty: true }),
  }),
});
