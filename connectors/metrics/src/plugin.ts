import { defineSinkConnector, defineSourceConnector, type ConfigIssue } from '@sluice/connect-api';
import { SharedWork } from '@sluice/connector-tasks';
import { checkTargets } from './check-targets.ts';
import { hostMetricsConfig, prometheusSourceConfig, type PrometheusSourceConfig } from './config.ts';
import { HostMetricsTask } from './host/host-metrics-task.ts';
import { PrometheusSourceTask } from './prometheus-source-task.ts';
import { checkRemoteWrite } from './remote-write/check-remote-write.ts';
import { remoteWriteConfig } from './remote-write/remote-write-config.ts';
import { RemoteWriteTask } from './remote-write/remote-write-task.ts';

const version = '0.1.0';

export const prometheusSource = defineSourceConnector({
  className: 'io.sluice.metrics.PrometheusSourceConnector',
  taskClassName: 'io.sluice.metrics.PrometheusSourceTask',
  version,
  summary: 'Scrapes the endpoints of application servers that show metrics for Prometheus.',
  config: prometheusSourceConfig,
  validate: validateTargets,
  check: checkTargets,
  createConnector: (_config, context) => new SharedWork(context),
  createTask: (config, context) => new PrometheusSourceTask(config, context),
  exactlyOnceSupport: () => 'SUPPORTED',
  // Every scrape is of now: there is no place to go on at.
  alterOffsets: () => true,
});

export const hostMetricsSource = defineSourceConnector({
  className: 'io.sluice.metrics.HostMetricsSourceConnector',
  taskClassName: 'io.sluice.metrics.HostMetricsTask',
  version,
  summary: 'Measures the machine that the worker runs on: processors, memory, disks, network.',
  config: hostMetricsConfig,
  createTask: (config, context) => new HostMetricsTask(config, context),
  exactlyOnceSupport: () => 'SUPPORTED',
  alterOffsets: () => true,
});

export const remoteWriteSink = defineSinkConnector({
  className: 'io.sluice.metrics.PrometheusRemoteWriteSinkConnector',
  taskClassName: 'io.sluice.metrics.PrometheusRemoteWriteTask',
  version,
  summary: 'Writes metrics into Prometheus, or what speaks its remote-write protocol.',
  config: remoteWriteConfig,
  check: checkRemoteWrite,
  createTask: (config, context) => new RemoteWriteTask(config, context),
  alterOffsets: () => true,
});

function validateTargets(config: PrometheusSourceConfig): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const sources = ['targets', 'targets.files', 'targets.http.urls', 'targets.dns.names'] as const;
  if (sources.every((key) => config[key].length === 0)) {
    issues.push({ key: 'targets', message: `There is nothing to scrape: set one of ${sources.join(', ')}` });
  }
  if (config['scrape.timeout.ms'] > config['scrape.interval.ms']) {
    issues.push({ key: 'scrape.timeout.ms', message: 'It may not be longer than scrape.interval.ms' });
  }
  return issues;
}
