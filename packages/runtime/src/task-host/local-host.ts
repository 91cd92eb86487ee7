import { ConnectError, type PluginLogger, type PluginMetrics } from '@sluice/connect-api';
import type { ConnectorRunner } from '../connector/connector-runner.ts';
import type { HostSample } from '../metrics/host-sample.ts';
import { defaultWindows } from '../metrics/statistics/window-options.ts';
import { TaskMeters } from '../metrics/task/task-meters.ts';
import { ThreadWatch, type ThreadSample } from '../metrics/task/thread-sample.ts';
import { runTask, type ReportState } from '../task/run-task.ts';
import { readProgress } from '../task/progress/progress-reading.ts';
import { TaskProgress } from '../task/progress/task-progress.ts';
import { TaskControl } from '../task/task-control.ts';
import { withinTime } from '../timing/within-time.ts';
import { TopicTracker } from '../topics-in-use/topic-tracker.ts';
import type { WorkFactory } from '../work/work-factory.ts';
import { alterationTimedOut, type OffsetsAlteration } from './offsets-alteration.ts';
import { StateReporter } from './state-reporter.ts';
import { checkTimedOut, type CheckFindings, type SystemCheck } from './system-check.ts';
import { threadGroup } from './thread-group.ts';
import type {
  ConnectorListener,
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  TaskHost,
  TaskListener,
  TaskSpec,
} from './task-host.ts';

export const defaultConnectorStopTimeoutMs = 5000;

export interface LocalHostOptions {
  readonly factory: Pick<WorkFactory, 'createConnector' | 'createTask' | 'alterOffsets' | 'checkSystem'>;
  /** `task.shutdown.graceful.timeout.ms`. */
  readonly gracefulTimeoutMs: number;
  /** How long a connector may take to stop; 5 seconds by default, as in a Java worker. */
  readonly connectorStopTimeoutMs?: number;
  readonly meters?: TaskMeters;
  readonly log: PluginLogger;
}

/** Runs connectors and tasks in this very thread. */
export class LocalHost implements TaskHost {
  readonly #options: LocalHostOptions;
  readonly #meters: TaskMeters;
  readonly #watch = new ThreadWatch();

  constructor(options: LocalHostOptions) {
    this.#options = options;
    this.#meters =
      options.meters ?? new TaskMeters({ windows: defaultWindows, nowMs: () => performance.now() });
  }

  addConnector(spec: ConnectorSpec, listener: ConnectorListener): HostedConnector {
    const { connectorStopTimeoutMs = defaultConnectorStopTimeoutMs, log } = this.#options;
    const reporter = new StateReporter(listener);
    const metrics = this.#meters.addConnector(spec.name);
    const built = this.#buildConnector(spec, listener, { reporter, metrics });
    built.catch((error: unknown) => reporter.report('FAILED', (error as ConnectError).cause));
    const gone = Promise.withResolvers<never>();
    gone.promise.catch(() => undefined);
    const ask = <T>(request: (runner: ConnectorRunner) => Promise<T>): Promise<T> =>
      Promise.race([built.then(request), gone.promise]);
    return {
      transition: (target) => ask((runner) => runner.transition(target)),
      taskConfigs: (limit) => ask((runner) => runner.taskConfigs(limit)),
      shutdown: async () => {
        const ended = built.then(
          (runner) => runner.shutdown(),
          () => undefined,
        );
        void ended.finally(() => this.#meters.removeConnector(metrics));
        const inTime = (await withinTime(ended, connectorStopTimeoutMs)) !== 'timed-out';
        gone.reject(shutDown(spec.name));
        if (inTime) return true;
        reporter.report('UNASSIGNED');
        reporter.silence();
        log.warn(
          { connector: spec.name, timeoutMs: connectorStopTimeoutMs },
          'The connector did not stop in time; it is abandoned',
        );
        return false;
      },
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener, progress = new TaskProgress()): HostedTask {
    const { factory, gracefulTimeoutMs, log } = this.#options;
    const control = new TaskControl(spec.targetState);
    const reporter = new StateReporter(listener);
    const onResolved: TaskListener['onResolved'] = (resolved) => listener.onResolved(resolved);
    const topics = new TopicTracker((topic) => listener.onTopic(topic));
    const meter = this.#meters.add(spec.id, spec.targetState);
    meter.progress = progress;
    const report: ReportState = (state, error) => {
      meter.stateIs(state);
      reporter.report(state, error);
    };
    const body = factory.createTask(spec, {
      control,
      report,
      topics,
      meter,
      progress,
      onResolved,
      fencing: listener.fencing,
      onSeat: (taken) => listener.onSeat?.(taken),
    });
    const built = body.then(() => undefined);
    built.catch(() => undefined);
    const ended = runTask(body, control, report).then((error) => {
      meter.closePlugins();
      if (error !== undefined) log.error({ ...spec.id, err: error }, 'The task ended with an error');
    });
    return {
      built,
      setTarget: (target) => control.setTarget(target),
      read: () => ({ progress: readProgress(progress.memory), silentMs: 0 }),
      forgetTopics: () => topics.forget(),
      stop: async () => {
        control.stop();
        this.#meters.remove(meter);
        if ((await withinTime(ended, gracefulTimeoutMs)) !== 'timed-out') return true;
        reporter.silence();
        control.cancel();
        log.warn({ ...spec.id, gracefulTimeoutMs }, 'The task did not stop in time; it is cancelled');
        return false;
      },
    };
  }

  async alterOffsets(alteration: OffsetsAlteration): Promise<boolean> {
    const asked = this.#options.factory.alterOffsets(alteration);
    const answer = await withinTime(asked, alteration.timeoutMs);
    if (answer === 'timed-out') throw alterationTimedOut(alteration);
    return answer;
  }

  async checkSystem(check: SystemCheck): Promise<CheckFindings> {
    const answer = await withinTime(this.#options.factory.checkSystem(check), check.timeoutMs);
    if (answer === 'timed-out') throw checkTimedOut(check);
    return answer;
  }

  /** What a thread tells of itself. */
  threadSample(): ThreadSample {
    return this.#watch.sample({
      tasks: this.#meters.samples(),
      plugins: this.#meters.connectorSamples(),
    });
  }

  sample(): Promise<HostSample> {
    const { tasks, plugins, ...thread } = this.threadSample();
    return Promise.resolve({
      tasks: tasks.map((sample) => ({ sample, ageMs: 0 })),
      plugins,
      threads: [threadGroup('control', { ...thread, taskCount: tasks.length, ageMs: 0 })],
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #buildConnector(
    spec: ConnectorSpec,
    listener: ConnectorListener,
    { reporter: { report }, metrics }: { reporter: StateReporter; metrics: PluginMetrics },
  ): Promise<ConnectorRunner> {
    try {
      return await this.#options.factory.createConnector(spec, {
        report,
        metrics,
        requestReconfiguration: () => listener.onReconfiguration(),
        onResolved: (resolved) => listener.onResolved(resolved),
      });
    } catch (cause) {
      throw new ConnectError(`Failed to start connector: ${spec.name}`, { code: 'CONNECTOR_FAILED', cause });
    }
  }
}

function shutDown(connector: string): ConnectError {
  return new ConnectError(`The connector ${connector} was shut down meanwhile`, { code: 'CONNECTOR_FAILED' });
}
