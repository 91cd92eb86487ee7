import type { ErrantRecordReporter, SinkConnectorPlugin, SourceConnectorPlugin } from '@sluice/connect-api';

/** Nothing has happened yet. */
export function newWatch(): TaskWatch {
  return { calls: 0, reported: 0, tolerates: false };
}

/** What the tasks of a connector under test are doing. */
export interface TaskWatch {
  /** Calls of `put` with records, or of `poll`, that have not returned. */
  calls: number;
  /** Records that were reported as bad. */
  reported: number;
  /** Whether tasks get a reporter of bad records even where the worker gives them none. */
  tolerates: boolean;
}

/** The same connector, whose tasks are watched. */
export function watchSink(plugin: SinkConnectorPlugin, watch: TaskWatch): SinkConnectorPlugin {
  return {
    ...plugin,
    createTask: (config, context) => {
      const reporter = context.errantRecordReporter;
      const report: ErrantRecordReporter['report'] = async (record, error) => {
        watch.reported++;
        await reporter?.report(record, error);
      };
      const errantRecordReporter = reporter !== null || watch.tolerates ? { report } : null;
      const watched = overlaid(context, { errantRecordReporter });
      const task = plugin.createTask(config, watched);
      return overlaid(task, {
        put: async (records) => {
          if (records.length > 0) watch.calls++;
          try {
            await task.put(records);
          } finally {
            if (records.length > 0) watch.calls--;
          }
        },
      });
    },
  };
}

/** The same connector, whose tasks are watched. */
export function watchSource(plugin: SourceConnectorPlugin, watch: TaskWatch): SourceConnectorPlugin {
  return {
    ...plugin,
    createTask: (config, context) => {
      const task = plugin.createTask(config, context);
      return overlaid(task, {
        poll: async () => {
          watch.calls++;
          try {
            return await task.poll();
          } finally {
            watch.calls--;
          }
        },
      });
    },
  };
}

/** An object that is another one but for some members; methods are called on the other one. */
function overlaid<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get(_target, name) {
      if (Object.hasOwn(members, name)) return members[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
