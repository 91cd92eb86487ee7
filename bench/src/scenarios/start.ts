import { workerScenario } from './worker-scenario.ts';

export const start = workerScenario({
  summary: 'a worker without connectors starts and settles',
  metrics: ['restReadySeconds', 'idleRssMib', 'cpuSeconds'],
  bars: [],
});
