import type { Scenario } from './scenario.ts';

export const start: Scenario = {
  summary: 'a worker without connectors starts and settles',
  metrics: ['restReadySeconds', 'idleRssMib', 'cpuSeconds'],
};
