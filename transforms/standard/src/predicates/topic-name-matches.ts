import { allOf, defineConfig, definePredicate, nonEmptyString, string } from '@sluice/connect-api';
import { JavaPattern, patternValidator } from '@sluice/transform-shared';
import { kafkaVersion, predicatesPackage } from '../names.ts';

const topicNameMatchesConfig = defineConfig({
  pattern: string({
    doc: 'A regular expression, as Java understands it, that the whole name of the topic has to match.',
    importance: 'medium',
    validator: allOf(nonEmptyString(), patternValidator),
  }),
});

export const topicNameMatches = definePredicate({
  className: `${predicatesPackage}.TopicNameMatches`,
  version: kafkaVersion,
  summary: 'Records whose topic matches a regular expression.',
  config: topicNameMatchesConfig,
  createPredicate({ pattern }) {
    const expression = new JavaPattern(pattern);
    // Records without a topic are none of them, whatever the types say: sources may make some.
    return { test: ({ topic }) => (topic as string | null) !== null && expression.matches(topic) };
  },
});
