import { alterConfigsApi } from '@sluice/kafka-protocol';
import { checkTopicOverrides } from '../../configs/topic-config.ts';
import { handleApi } from '../../requests/api-handler.ts';
import { alterResource, type AlteredResource } from './altered-resource.ts';

export const alterConfigs = handleApi(alterConfigsApi, {
  versions: [0, 2],
  notes: 'For topics. Whatever is not named goes back to its default.',
  async handle({ resources, validateOnly }, { broker }) {
    const responses: AlteredResource[] = [];
    for (const { resourceType, resourceName, configs } of resources) {
      const alter = (): ReturnType<typeof checkTopicOverrides> => checkTopicOverrides(configs);
      responses.push(await alterResource(broker, { resourceType, resourceName, validateOnly, alter }));
    }
    return { responses };
  },
});
