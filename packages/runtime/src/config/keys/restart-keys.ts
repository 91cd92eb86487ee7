import { atLeast, defineConfig, int, long, oneOf, string } from '@sluice/connect-api';

/** `never`, as Connect does, or `on-failure`. */
export type RestartRule = 'never' | 'on-failure';

/**
 * When connectors and tasks that failed are restarted without somebody asking for it. Keys of workers, and under the
 * same names of connectors that want it otherwise.
 */
export const restartKeys = defineConfig({
  'sluice.restart.policy': string<RestartRule>({
    doc: 'Whether a connector or task that failed is restarted by itself: `never`, as with Java workers, or `on-failure`; see [self-healing](self-healing.md). A connector may set it for itself. Not a setting of Java workers.',
    importance: 'medium',
    default: 'never',
    validator: oneOf('never', 'on-failure'),
  }),
  'sluice.restart.backoff.ms': long({
    doc: 'How long to wait before the first restart, in milliseconds; waits double up to `sluice.restart.backoff.max.ms` and are cut by up to a half at random. A connector may set it for itself. Not a setting of Java workers.',
    importance: 'low',
    default: 1000,
    validator: atLeast(1),
  }),
  'sluice.restart.backoff.max.ms': long({
    doc: 'The longest wait before a restart, in milliseconds. What has run for so long starts with short waits again. A connector may set it for itself. Not a setting of Java workers.',
    importance: 'low',
    default: 300_000,
    validator: atLeast(1),
  }),
  'sluice.restart.max.per.hour': int({
    doc: 'How often a connector, or a task, is restarted by itself within an hour; then it is left alone. A connector may set it for itself. Not a setting of Java workers.',
    importance: 'low',
    default: 10,
    validator: atLeast(0),
  }),
});
