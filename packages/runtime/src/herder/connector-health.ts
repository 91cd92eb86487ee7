import type { Restarts } from '../restart/restarts.ts';
import type { ConnectorHealth } from './herder.ts';
import type { ConnectorWork } from './work/connector-work.ts';

/** How a connector of this worker and its tasks are beside their states. */
export function connectorHealth(
  { definition, taskConfigs }: ConnectorWork,
  restarts: Restarts,
): ConnectorHealth {
  const { name: connector, restart } = definition;
  const outlook = (part: 'connector' | 'division' | number) => restarts.outlook({ connector, part }, restart);
  const division = outlook('division');
  return {
    connector: { restart: outlook('connector') },
    division: division.phase === 'calm' ? null : division,
    tasks: new Map(taskConfigs.map((_config, task) => [task, { restart: outlook(task) }])),
  };
}
