import { atLeast, defineConfig, long } from '@sluice/connect-api';

/** When a worker says of tasks that they do not get on, and when it ends their threads. */
export const healthKeys = defineConfig({
  'sluice.health.stalled.ms': long({
    doc: 'After how long without progress, in milliseconds, the health of a task that runs is `stalled`, or `starved` where it has nothing to do; see [self-healing](self-healing.md). Not a setting of Java workers.',
    importance: 'low',
    default: 60_000,
    validator: atLeast(1),
  }),
  'sluice.health.slow.ms': long({
    doc: 'Over how long, in milliseconds, a task must not keep up for its health to be `slow`. Not a setting of Java workers.',
    importance: 'low',
    default: 300_000,
    validator: atLeast(1),
  }),
  'sluice.task.thread.blocked.timeout.ms': long({
    doc: 'How long a task or connector may keep its thread busy without giving way, in milliseconds; then it has failed, the thread is ended, and the others in it move. 0 is for ever. Not a setting of Java workers.',
    importance: 'low',
    default: 30_000,
    validator: atLeast(0),
  }),
  'sluice.memory.limit.bytes': long({
    doc: 'How much the records of all tasks may take up that wait for Kafka or for a sink, in bytes; 0 is a quarter of what the machine or container has. It is divided evenly among the tasks; `buffer.memory` and `fetch.max.bytes` of each client are bounds beside it. Not a setting of Java workers.',
    importance: 'medium',
    default: 0,
    validator: atLeast(0),
  }),
  'sluice.task.thread.max.heap.bytes': long({
    doc: 'How much the JavaScript objects of one task thread may take up, in bytes; 0 is half of what the machine or container has, at most 4 GiB. A task that needs more has failed, and the others in the thread move. Not a setting of Java workers.',
    importance: 'low',
    default: 0,
    validator: atLeast(0),
  }),
});
