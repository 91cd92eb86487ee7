import { step } from '../scenario/scenario.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { sinkConfig, sourceConfig, states } from './connectors.ts';

const running = (title: string, name: string): Step =>
  step(title, `GET /connectors/${name}/status`, { until: states('RUNNING', 'RUNNING') });

/** The topics that connectors work with (KIP-558). Their names are their own: others have read the file already. */
export const topics: Scenario = {
  name: 'topics',
  steps: [
    step('nobody has any', 'GET /connectors/nobody/topics'),
    step('forgets those of nobody', 'PUT /connectors/nobody/topics/reset'),
    step('creates a source', 'PUT /connectors/tracked-source/config', { json: sourceConfig }),
    step('has the topic of the source', 'GET /connectors/tracked-source/topics', {
      until: { 'tracked-source': { topics: ['<topic>'] } },
    }),
    step('creates a sink', 'PUT /connectors/tracked-sink/config', { json: sinkConfig }),
    step('has the topic of the sink', 'GET /connectors/tracked-sink/topics/', {
      until: { 'tracked-sink': { topics: ['<topic>'] } },
    }),
    step('stops the source', 'PUT /connectors/tracked-source/stop'),
    step('still has its topic', 'GET /connectors/tracked-source/topics'),
    step('forgets it', 'PUT /connectors/tracked-source/topics/reset'),
    step('has none any more', 'GET /connectors/tracked-source/topics', {
      until: { 'tracked-source': { topics: [] } },
    }),
    step('does not read the topics of a reset', 'GET /connectors/tracked-source/topics/reset'),
    step('forgets with a body, too', 'PUT /connectors/tracked-source/topics/reset', { json: {} }),
    step('removes the sink', 'DELETE /connectors/tracked-sink'),
    step('has none of what is gone', 'GET /connectors/tracked-sink/topics'),
  ],
};

const asked: readonly Step[] = [
  step('creates a source', 'PUT /connectors/a/config', { json: sourceConfig }),
  running('the source runs', 'a'),
  step('asks for its topics', 'GET /connectors/nobody/topics'),
  step('asks to forget them', 'PUT /connectors/nobody/topics/reset'),
];

export const topicsUntracked: Scenario = {
  name: 'topics-untracked',
  worker: { 'topic.tracking.enable': 'false' },
  steps: asked,
};

export const topicsKept: Scenario = {
  name: 'topics-kept',
  worker: { 'topic.tracking.allow.reset': 'false' },
  steps: asked,
};
