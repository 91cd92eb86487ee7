import { step } from '../scenario/scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

export const expand: Scenario = {
  name: 'expand',
  steps: [
    step('creates a source', 'PUT /connectors/a/config', { json: sourceConfig }),
    step('creates a sink', 'PUT /connectors/b/config', { json: sinkConfig }),
    step('the source runs', 'GET /connectors/a/status', { until: states('RUNNING', 'RUNNING') }),
    step('the sink runs', 'GET /connectors/b/status', { until: states('RUNNING', 'RUNNING') }),
    step('lists', 'GET /connectors'),
    step('lists with a slash', 'GET /connectors/'),
    step('lists to HEAD', 'HEAD /connectors'),
    step('shows states', 'GET /connectors?expand=status'),
    step('shows configs', 'GET /connectors?expand=info'),
    step('shows both', 'GET /connectors?expand=info&expand=status'),
    step('shows both in the other order', 'GET /connectors/?expand=status&expand=info'),
    step('shows nothing in capitals', 'GET /connectors?expand=STATUS'),
    step('shows nothing for a list', 'GET /connectors?expand=info,status'),
    step('shows nothing for an empty value', 'GET /connectors?expand='),
    step('lists for another parameter', 'GET /connectors?Expand=status'),
  ],
};
