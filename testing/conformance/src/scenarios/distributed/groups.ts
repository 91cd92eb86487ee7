import { step } from '../../scenario/scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { sinkConfig, sourceConfig } from '../connectors.ts';

/** Names that would have a sink in the group of the workers. */
export const groups: Scenario = {
  name: 'distributed/groups',
  mode: 'distributed',
  worker: { 'group.id': 'connect-taken' },
  steps: [
    step('a sink that would be in the group', 'PUT /connectors/taken/config', { json: sinkConfig }),
    step('a sink that names the group', 'PUT /connectors/a/config', {
      json: { ...sinkConfig, 'consumer.override.group.id': 'connect-taken' },
    }),
    step('a sink with another group', 'POST /connectors', {
      json: {
        name: 'taken',
        config: { ...sinkConfig, 'consumer.override.group.id': 'mine' },
        initial_state: 'stopped',
      },
    }),
    step('a source of that name', 'POST /connectors', {
      json: { name: 'taken', config: sourceConfig, initial_state: 'stopped' },
    }),
    step('a source of another name', 'PUT /connectors/taken/config', { json: sourceConfig }),
  ],
};
