import type { HostSample } from '../metrics/host-sample.ts';
import type { ConnectorIdentity, HeldWork } from '../metrics/worker/held-work.ts';
import type { OffsetsAlteration } from './offsets-alteration.ts';
import type { CheckFindings, SystemCheck } from './system-check.ts';
import type {
  ConnectorListener,
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  TaskHost,
  TaskListener,
  TaskSpec,
} from './task-host.ts';

export interface MeteredHostParts {
  readonly host: TaskHost;
  readonly work: HeldWork;
  readonly identify: (spec: ConnectorSpec) => ConnectorIdentity;
}

/** A host that has it counted what is in it, and in which state. */
export class MeteredHost implements TaskHost {
  readonly #parts: MeteredHostParts;

  constructor(parts: MeteredHostParts) {
    this.#parts = parts;
  }

  addConnector(spec: ConnectorSpec, listener: ConnectorListener): HostedConnector {
    const { host, work, identify } = this.#parts;
    const state = work.addConnector(spec.name, identify(spec));
    const connector = host.addConnector(spec, {
      onState: (change) => {
        state.enter(change.state);
        listener.onState(change);
      },
      onReconfiguration: () => listener.onReconfiguration(),
      onResolved: (resolved) => listener.onResolved(resolved),
    });
    return {
      transition: (target) => connector.transition(target),
      taskConfigs: (limit) => connector.taskConfigs(limit),
      shutdown: () => connector.shutdown().finally(() => state.remove()),
    };
  }

  addTask(spec: TaskSpec, listener: TaskListener): HostedTask {
    const { host, work } = this.#parts;
    const state = work.addTask(spec.id);
    const task = host.addTask(spec, {
      onState: (change) => {
        state.enter(change.state);
        listener.onState(change);
      },
      fencing: listener.fencing,
      onTopic: (topic) => listener.onTopic(topic),
      onResolved: (resolved) => listener.onResolved(resolved),
    });
    return {
      built: task.built,
      setTarget: (target) => task.setTarget(target),
      read: () => task.read(),
      forgetTopics: () => task.forgetTopics(),
      stop: () => task.stop().finally(() => state.remove()),
    };
  }

  alterOffsets(alteration: OffsetsAlteration): Promise<boolean> {
    return this.#parts.host.alterOffsets(alteration);
  }

  checkSystem(check: SystemCheck): Promise<CheckFindings> {
    return this.#parts.host.checkSystem(check);
  }

  sample(): Promise<HostSample> {
    return this.#parts.host.sample();
  }

  close(): Promise<void> {
    return this.#parts.host.close();
  }
}
