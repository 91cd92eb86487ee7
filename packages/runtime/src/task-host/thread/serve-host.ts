import type { TaskLimit } from '../../connector/task-limit.ts';
import type { ThreadSample } from '../../metrics/task/thread-sample.ts';
import type { TargetState } from '../../states.ts';
import type {
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  StateChange,
  TaskHost,
  TaskSpec,
} from '../task-host.ts';
import type { OffsetsAlteration } from '../offsets-alteration.ts';
import type { Resolved } from '../resolved.ts';
import { RpcChannel, type Handlers, type Port } from './rpc-channel.ts';

/** A host that tells of its thread. */
type SampledHost = TaskHost & { threadSample(): ThreadSample };

/** Lets the control thread use a host in this thread. Connectors and tasks go by the keys it gives them. */
export function serveHost(
  port: Port,
  handlers: Handlers,
  createHost: (channel: RpcChannel) => SampledHost,
): void {
  const connectors = new Map<string, HostedConnector>();
  const tasks = new Map<string, HostedTask>();
  const alterations = new Set<string>();
  const channel: RpcChannel = new RpcChannel(port, {
    ...handlers,
    addConnector: (key: string, spec: ConnectorSpec) => {
      const listener = {
        onState: (change: StateChange) => channel.tell('state', key, change),
        onReconfiguration: () => channel.tell('reconfigure', key),
        onResolved: (resolved: Resolved) => channel.tell('resolved', key, resolved),
      };
      connectors.set(key, host.addConnector(spec, listener));
    },
    transition: (key: string, target: TargetState) => connectors.get(key)?.transition(target),
    taskConfigs: (key: string, limit: TaskLimit) => connectors.get(key)?.taskConfigs(limit),
    shutdownConnector: async (key: string) => {
      const ended = (await connectors.get(key)?.shutdown()) ?? true;
      connectors.delete(key);
      return ended;
    },
    addTask: async (key: string, spec: TaskSpec) => {
      const task = host.addTask(spec, {
        onState: (change) => channel.tell('state', key, change),
        onTopic: (topic) => channel.tell('topic', key, topic),
        onResolved: (resolved) => channel.tell('resolved', key, resolved),
        fencing: {
          beforeProducer: async () => void (await channel.call('beforeProducer', key)),
          afterProducer: async () => void (await channel.call('afterProducer', key)),
        },
      });
      tasks.set(key, task);
      await task.built;
    },
    alterOffsets: (key: string, alteration: OffsetsAlteration) => {
      alterations.add(key);
      return host.alterOffsets(alteration).finally(() => alterations.delete(key));
    },
    endAlteration: (key: string) => !alterations.has(key),
    setTarget: (key: string, target: TargetState) => tasks.get(key)?.setTarget(target),
    sample: () => host.threadSample(),
    forgetTopics: (key: string) => tasks.get(key)?.forgetTopics(),
    stopTask: async (key: string) => {
      const ended = (await tasks.get(key)?.stop()) ?? true;
      tasks.delete(key);
      return ended;
    },
  });
  const host = createHost(channel);
}
