import type { Watchdog } from '../../health/watchdog.ts';
import type { Restarts } from '../../restart/restarts.ts';
import type { InstanceState, TaskId } from '../../states.ts';
import { sampleOf, type GroupSample } from '../declare/metric-declaration.ts';
import { restartMetrics, taskHealthMetrics } from '../groups/care-groups.ts';

/** What a herder knows of the work of its worker beside what runs. */
export interface WorkCare {
  readonly watchdog: Pick<Watchdog, 'verdicts'>;
  readonly restarts: Pick<Restarts, 'histories'>;
  /** The states that users see; `undefined` where there is none. They differ from what runs while it is restarted. */
  readonly connectorState: (name: string) => InstanceState | undefined;
  readonly taskState: (id: TaskId) => InstanceState | undefined;
}

export function careGroups({ watchdog, restarts, taskState }: WorkCare): GroupSample[] {
  const health = [...watchdog.verdicts()]
    .filter(({ id }) => taskState(id) === 'RUNNING')
    .map(({ id, verdict }) =>
      sampleOf(taskHealthMetrics, [id.connector, String(id.task)], {
        health: verdict.state,
        'health-since-ms': verdict.sinceMs,
      }),
    );
  const restarted = [...restarts.histories()].map(({ subject, outlook, total }) =>
    sampleOf(restartMetrics, [subject.connector, String(subject.part)], {
      'restart-phase': outlook.phase,
      'restarts-total': total,
      'restarts-in-last-hour': outlook.restartsInLastHour,
      'next-restart-ms': outlook.nextRestartMs ?? 0,
    }),
  );
  return [...health, ...restarted];
}
