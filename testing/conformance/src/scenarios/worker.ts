import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';

export const worker: Scenario = {
  name: 'worker',
  steps: [
    step('says which version it is', 'GET /'),
    step('is healthy', 'GET /health'),
    step('is healthy with a slash at the end', 'GET /health/'),
    step('has no connectors', 'GET /connectors'),
    step('has no connectors to expand', 'GET /connectors?expand=status&expand=info'),
    step('answers HEAD', 'HEAD /'),
  ],
};
