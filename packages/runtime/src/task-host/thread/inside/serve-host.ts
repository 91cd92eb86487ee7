import { TaskProgress } from '../../../task/progress/task-progress.ts';
import type { TaskLimit } from '../../../connector/task-limit.ts';
import type { ThreadSample } from '../../../metrics/task/thread-sample.ts';
import type { TargetState } from '../../../states.ts';
import type {
  ConnectorSpec,
  HostedConnector,
  HostedTask,
  StateChange,
  TaskHost,
  TaskListener,
  TaskSpec,
} from '../../task-host.ts';
import type { OffsetsAlteration } from '../../offsets-alteration.ts';
import type { Resolved } from '../../resolved.ts';
import type { SystemCheck } from '../../system-check.ts';
import { ResidentScope } from './resident-scope.ts';
import { RpcChannel, type Handlers, type Port } from '../channel/rpc-channel.ts';
import type { ThreadMarks } from '../faults/thread-marks.ts';
import { watchThread } from './watch-thread.ts';

/** A host that tells of its thread. */
type SampledHost = TaskHost & { threadSample(): ThreadSample };

/** Lets the control thread use a host in this thread. Connectors and tasks go by the keys it gives them. */
export function serveHost(
  port: Port,
  { handlers, marks }: { readonly handlers: Handlers; readonly marks: ThreadMarks },
  createHost: (channel: RpcChannel) => SampledHost,
): void {
  const scope = new ResidentScope(marks);
  const connectors = new Map<string, HostedConnector>();
  const tasks = new Map<string, HostedTask>();
  const channel: RpcChannel = new RpcChannel(port, {
    ...handlers,
    ...serveQuestions(scope, () => host),
    ping: () => null,
    addConnector: (key: string, spec: ConnectorSpec) => {
      const listener = {
        onState: (change: StateChange) => channel.tell('state', key, change),
        onReconfiguration: () => channel.tell('reconfigure', key),
        onResolved: (resolved: Resolved) => channel.tell('resolved', key, resolved),
      };
      connectors.set(
        key,
        scope.run(key, () => host.addConnector(spec, listener)),
      );
    },
    transition: (key: string, target: TargetState) =>
      scope.run(key, () => connectors.get(key)?.transition(target)),
    taskConfigs: (key: string, limit: TaskLimit) =>
      scope.run(key, () => connectors.get(key)?.taskConfigs(limit)),
    shutdownConnector: async (key: string) => {
      const ended = (await scope.run(key, () => connectors.get(key)?.shutdown())) ?? true;
      connectors.delete(key);
      return ended;
    },
    addTask: async (key: string, spec: TaskSpec, memory: SharedArrayBuffer) => {
      const listener: TaskListener = {
        onState: (change) => channel.tell('state', key, change),
        onTopic: (topic) => channel.tell('topic', key, topic),
        onResolved: (resolved) => channel.tell('resolved', key, resolved),
        onSeat: (taken) => channel.tell('seat', key, taken),
        fencing: {
          beforeProducer: async () => void (await channel.call('beforeProducer', key)),
          afterProducer: async () => void (await channel.call('afterProducer', key)),
        },
      };
      const progress = new TaskProgress(memory, () => marks.entered(key));
      const task = scope.run(key, () => host.addTask(spec, listener, progress));
      tasks.set(key, task);
      await task.built;
    },
    setTarget: (key: string, target: TargetState) => scope.run(key, () => tasks.get(key)?.setTarget(target)),
    forgetTopics: (key: string) => tasks.get(key)?.forgetTopics(),
    sample: () => host.threadSample(),
    stopTask: async (key: string) => {
      const ended = (await scope.run(key, () => tasks.get(key)?.stop())) ?? true;
      tasks.delete(key);
      return ended;
    },
  });
  watchThread(channel, scope, marks);
  const host = createHost(channel);
}

/** Questions are known as long as they are open. */
function serveQuestions(scope: ResidentScope, hostOf: () => TaskHost): Handlers {
  const open = new Set<string>();
  const answer = (key: string, ask: () => Promise<unknown>): Promise<unknown> => {
    open.add(key);
    return scope.run(key, ask).finally(() => open.delete(key));
  };
  return {
    alterOffsets: (key: string, alteration: OffsetsAlteration) =>
      answer(key, () => hostOf().alterOffsets(alteration)),
    checkSystem: (key: string, check: SystemCheck) => answer(key, () => hostOf().checkSystem(check)),
    endQuestion: (key: string) => !open.has(key),
  };
}
