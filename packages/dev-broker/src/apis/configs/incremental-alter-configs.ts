import { incrementalAlterConfigsApi } from '@sluice/kafka-protocol';
import { alterOverrides } from '../../configs/altered-config.ts';
import type { TopicOverrides } from '../../configs/topic-config.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { alterResource, type AlteredResource } from './altered-resource.ts';

export const incrementalAlterConfigs = handleApi(incrementalAlterConfigsApi, {
  versions: [0, 1],
  notes: 'For topics.',
  async handle({ resources, validateOnly }, { broker }) {
    const responses: AlteredResource[] = [];
    for (const { resourceType, resourceName, configs } of resources) {
      const alter = (current: TopicOverrides): TopicOverrides => alterOverrides(current, configs);
      responses.push(await alterResource(broker, { resourceType, resourceName, validateOnly, alter }));
    }
    return { responses };
  },
});
