import { describe, expect, it } from 'vitest';
import type { StateChange } from '../../task-host/task-host.ts';
import { MeteredHost } from '../../task-host/metered-host.ts';
import { testMeter } from '../../../testing/test-meter.ts';
import { newProgressMemory } from '../../task/progress/progress-memory.ts';
import { readProgress } from '../../task/progress/progress-reading.ts';
import { defaultWindows } from '../statistics/window-options.ts';
import { renderMetrics } from '../exposition/render-metrics.ts';
import { HeldWork } from './held-work.ts';
import { WorkerMeter } from './worker-meter.ts';

/** A host whose states the test tells, and whose tasks were measured some time ago. */
class ToldHost {
  readonly states: ((change: StateChange) => void)[] = [];
  addConnector(_spec: unknown, listener: { onState(change: StateChange): void }) {
    this.states.push((change) => listener.onState(change));
    return {
      transition: () => Promise.resolve(),
      taskConfigs: () => Promise.resolve([]),
      shutdown: () => Promise.resolve(true),
    };
  }
  addTask(_spec: unknown, listener: { onState(change: StateChange): void }) {
    this.states.push((change) => listener.onState(change));
    const nothing = (): void => undefined;
    const stop = (): Promise<boolean> => Promise.resolve(true);
    const progress = readProgress(newProgressMemory());
    const read = () => ({ progress, silentMs: 0 });
    return { built: Promise.resolve(), setTarget: nothing, read, forgetTopics: nothing, stop };
  }
  alterOffsets(): Promise<boolean> {
    return Promise.resolve(false);
  }

  checkSystem(): Promise<null> {
    return Promise.resolve(null);
  }

  sample() {
    return Promise.resolve({
      tasks: [{ sample: testMeter().sample(), ageMs: 2500 }],
      threads: [],
      plugins: [],
    });
  }
  close() {
    return Promise.resolve();
  }
}

function worker() {
  const told = new ToldHost();
  const work = new HeldWork({ windows: defaultWindows, nowMs: () => 0 });
  const identify = () => ({ className: 'o.C', version: '1', type: 'source' }) as const;
  const host = new MeteredHost({ host: told, work, identify });
  const version = { version: '4.3.0', commit: 'abc' };
  const meter = new WorkerMeter({ host, work, version, context: { 'connect.kafka.cluster.id': 'k' } });
  const listener = {
    onState: () => undefined,
    onTopic: () => undefined,
    onReconfiguration: () => undefined,
    onResolved: () => undefined,
  };
  const connector = host.addConnector({ name: 'c', config: {} }, listener);
  const add = (task: number) =>
    host.addTask(
      { id: { connector: 'c', task }, connectorConfig: {}, taskConfig: {}, targetState: 'STARTED' },
      listener,
    );
  const lines = async () =>
    (await meter.prometheusText('plain')).split('\n').filter((line) => !line.startsWith('#'));
  return { told, meter, connector, add, lines };
}

describe('the metrics of plugins', () => {
  it('are of the group plugins, with the tags of the plugin', () => {
    const meter = testMeter();
    meter
      .pluginMetrics({ converter: 'key' })
      .addMetric({ name: 'hits-total', doc: 'Hits.', tags: { cache: 'ids' } }, 'total', () => 4);
    const text = renderMetrics(
      { groups: [], clients: [], plugins: meter.sample().plugins, context: {} },
      'plain',
    );
    expect(text).toContain(
      '# TYPE kafka_connect_plugins_hits_total counter\n' +
        'kafka_connect_plugins_hits_total{connector="c",task="0",converter="key",cache="ids"} 4\n',
    );
  });
});

describe('the metrics of a worker', () => {
  it('count connectors, tasks and how their starts went', async () => {
    const { told, add, connector, lines } = worker();
    const [first] = [add(0), add(1), add(2)];
    const [ofConnector, ofFirst, ofSecond, ofThird] = told.states;
    ofConnector!({ state: 'RUNNING' });
    ofFirst!({ state: 'RUNNING' });
    ofFirst!({ state: 'FAILED' });
    ofSecond!({ state: 'FAILED' });
    ofThird!({ state: 'PAUSED' });
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'kafka_connect_connect_worker_metrics_connector_count 1',
        'kafka_connect_connect_worker_metrics_task_count 3',
        'kafka_connect_connect_worker_metrics_connector_startup_success_percentage 1',
        'kafka_connect_connect_worker_metrics_task_startup_attempts_total 3',
        'kafka_connect_connect_worker_metrics_task_startup_success_total 1',
        'kafka_connect_connect_worker_metrics_task_startup_failure_total 1',
        'kafka_connect_connect_worker_metrics_task_startup_failure_percentage 0.5',
        'kafka_connect_connect_worker_metrics_connector_failed_task_count{connector="c"} 2',
        'kafka_connect_connect_worker_metrics_connector_paused_task_count{connector="c"} 1',
        'kafka_connect_connector_metrics_status{connector="c",status="running"} 1',
        'kafka_connect_connector_task_metrics_status{connector="c",task="0",status="failed"} 1',
      ]),
    );
    await first.stop();
    await connector.shutdown();
    const after = await lines();
    expect(after).toContain('kafka_connect_connect_worker_metrics_task_count 2');
    expect(after).toContain('kafka_connect_connect_worker_metrics_connector_count 0');
    expect(after.filter((line) => line.includes('task="0"') || line.includes('connector_metrics'))).toEqual(
      [],
    );
  });

  it('say how old what is told of a task is', async () => {
    const { add, lines } = worker();
    add(0);
    expect(await lines()).toContain(
      'sluice_task_flow_metrics_metrics_age_seconds{connector="c",task="0"} 2.5',
    );
  });

  it('tell of the group of workers where there is one', async () => {
    const { meter, lines } = worker();
    expect((await lines()).filter((line) => line.includes('rebalance'))).toEqual([]);
    meter.rebalances = () => ({
      'connect-protocol': 'SESSIONED',
      'leader-name': 'http://a:8083/',
      epoch: 5,
      'completed-rebalances-total': 2,
      rebalancing: 0,
      'rebalance-max-time-ms': 9,
      'rebalance-avg-time-ms': 7,
      'time-since-last-rebalance-ms': Infinity,
    });
    const found = (await lines()).filter((line) => line.includes('rebalance_metrics'));
    expect(found).toContain(
      'kafka_connect_connect_worker_rebalance_metrics_connect_protocol{connect_protocol="SESSIONED"} 1',
    );
    expect(found).toContain(
      'kafka_connect_connect_worker_rebalance_metrics_time_since_last_rebalance_ms +Inf',
    );
    expect(found).toHaveLength(8);
  });

  it('carry the context of the worker, and how many values there are', async () => {
    const { lines } = worker();
    const found = await lines();
    expect(found).toContain('sluice_metrics_context_info{connect_kafka_cluster_id="k"} 1');
    const ofKafka = found.filter((line) => line.startsWith('kafka_connect_'));
    expect(found).toContain(`kafka_connect_kafka_metrics_count_count ${ofKafka.length}`);
  });
});
