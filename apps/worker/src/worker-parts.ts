import {
  ConnectorOffsets,
  ConnectorValidator,
  createKafkaAdmin,
  loggerNames,
  MaskingHerder,
  openOffsets,
  recordMemoryLimitBytes,
  threadHeapLimitMib,
  ThreadHost,
  type AnyWorkerConfig,
  type configResolverOf,
  type Herder,
  type PluginRegistry,
  type TaskHost,
  type ThreadHostOptions,
  type ValidatorOptions,
  type WorkerLog,
} from '@sluice/runtime';

/** The version of Kafka Connect that a worker stands in for. */
export const connectVersion = { version: '4.3.0', commit: 'a9ce3221537b8653' } as const;

/** The herder as REST shows it. */
export function shown(herder: Herder, { values }: AnyWorkerConfig, plugins: PluginRegistry): Herder {
  return values['sluice.rest.mask.secrets'] ? new MaskingHerder(herder, plugins) : herder;
}

export function newValidator(
  { properties, values }: AnyWorkerConfig,
  plugins: PluginRegistry,
  options: Omit<ValidatorOptions, 'resolver'> & { readonly resolver: ReturnType<typeof configResolverOf> },
): ConnectorValidator {
  const worker = { ...properties, 'header.converter': values['header.converter'] };
  return new ConnectorValidator(plugins, worker, options);
}

export function connectorOffsets(
  host: TaskHost,
  parts: Omit<Parameters<typeof openOffsets>[0], 'createAdmin'>,
): ConnectorOffsets {
  return new ConnectorOffsets({ host, open: openOffsets({ ...parts, createAdmin: createKafkaAdmin }) });
}

export function openThreads(
  { values, gracefulTimeoutMs }: AnyWorkerConfig,
  parts: Pick<ThreadHostOptions, 'data' | 'offsets'>,
  log: WorkerLog,
): ThreadHost {
  const hostLog = log.child({ logger: loggerNames.worker });
  return new ThreadHost({
    ...parts,
    gracefulTimeoutMs,
    blockedTimeoutMs: Number(values['sluice.task.thread.blocked.timeout.ms']),
    memoryLimitBytes: recordMemoryLimitBytes(Number(values['sluice.memory.limit.bytes'])),
    heapLimitMb: threadHeapLimitMib(Number(values['sluice.task.thread.max.heap.bytes'])),
    desk: log.desk,
    log: hostLog,
  });
}

export function warnOfReporters({ properties }: AnyWorkerConfig, log: WorkerLog): void {
  const reporters = properties['metric.reporters']?.trim() ?? '';
  if (reporters !== '') {
    log.warn(
      { reporters },
      'Metric reporters are classes of Java and cannot be loaded; the same metrics are at GET /metrics, for Prometheus',
    );
  }
}
