import { ConnectError, formatTrace, isConnectError, type PluginLogger } from '@sluice/connect-api';
import { runTask, type ReportState } from '../task/run-task.ts';
import { TaskControl } from '../task/task-control.ts';
import { withinTime } from '../timing/within-time.ts';
import type {
  ConnectorListener,
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  StateChange,
  TaskHost,
  TaskListener,
  TaskSpec,
} from './task-host.ts';
import type { WorkFactory } from '../work/work-factory.ts';

/** How long a connector may take to stop, as in a Java worker. */
const connectorStopTimeoutMs = 5000;

export interface LocalHostOptions {
  readonly factory: WorkFactory;
  /** `task.shutdown.graceful.timeout.ms`. */
  readonly gracefulTimeoutMs: number;
  readonly log: PluginLogger;
}

/** Runs connectors and tasks in this very thread. */
export class LocalHost implements TaskHost {
  readonly #options: LocalHostOptions;

  constructor(options: LocalHostOptions) {
    this.#options = options;
  }

  async addConnector(spec: ConnectorSpec, listener: ConnectorListener): Promise<HostedConnector> {
    const reporter = new Reporter(listener);
    const runner = await this.#build(spec, listener, reporter);
    return {
      transition: (target) => runner.transition(target),
      taskConfigs: (maxTasks) => plainFailure(runner.taskConfigs(maxTasks)),
      shutdown: async () => {
        if ((await withinTime(runner.shutdown(), connectorStopTimeoutMs)) !== 'timed-out') return;
        reporter.report('UNASSIGNED');
        reporter.silence();
        this.#options.log.warn(
          { connector: spec.name, timeoutMs: connectorStopTimeoutMs },
          'The connector did not stop in time; it is abandoned',
        );
      },
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener): HostedTask {
    const { factory, gracefulTimeoutMs, log } = this.#options;
    const control = new TaskControl(spec.targetState);
    const { report } = new Reporter(listener);
    const ended = factory
      .createTask(spec, { control, report })
      .then(
        (body) => runTask(body, control, report),
        (error: unknown) => {
          report('FAILED', error);
          return error;
        },
      )
      .then((error) => {
        if (error !== undefined) log.error({ ...spec.id, err: error }, 'The task ended with an error');
      });
    return {
      setTarget: (target) => control.setTarget(target),
      stop: async () => {
        control.stop();
        if ((await withinTime(ended, gracefulTimeoutMs)) !== 'timed-out') return;
        control.cancel();
        log.warn({ ...spec.id, gracefulTimeoutMs }, 'The task did not stop in time; it is cancelled');
      },
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #build(
    spec: ConnectorSpec,
    listener: ConnectorListener,
    reporter: Reporter,
  ): ReturnType<WorkFactory['createConnector']> {
    try {
      return await this.#options.factory.createConnector(spec, {
        report: reporter.report,
        requestReconfiguration: () => listener.onReconfiguration(),
      });
    } catch (error) {
      reporter.report('FAILED', error);
      throw error;
    }
  }
}

/** Passes states on as text, until it is told to be silent. */
class Reporter {
  #listener: { onState(change: StateChange): void } | null;

  constructor(listener: { onState(change: StateChange): void }) {
    this.#listener = listener;
  }

  readonly report: ReportState = (state, error) => {
    const trace = error === undefined ? {} : { trace: formatTrace(error) };
    this.#listener?.onState({ state, ...trace });
  };

  silence(): void {
    this.#listener = null;
  }
}

/** Connectors may throw anything; callers get a ConnectError with its message. */
async function plainFailure<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (isConnectError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConnectError(message, { code: 'CONNECTOR_FAILED', cause: error });
  }
}
