import {
  defineConfig,
  defineTransformation,
  formatInvalidConfigValue,
  string,
  type ConnectRecord,
  type Transformation,
} from '@sluice/connect-api';
import { JavaPattern, patternValidator, renameMatching, Replacement } from '@sluice/transform-shared';
import { kafkaVersion, transformsPackage } from '../names.ts';

const regexRouterConfig = defineConfig({
  regex: string({
    doc: 'A regular expression, as Java understands it, that the whole name of a topic has to match.',
    importance: 'high',
    validator: patternValidator,
  }),
  replacement: string({
    doc: 'The new name; `$1` or `${name}` stand for what groups of the expression have matched.',
    importance: 'high',
  }),
});

export const regexRouter = defineTransformation({
  className: `${transformsPackage}.RegexRouter`,
  version: kafkaVersion,
  summary: 'Renames topics that match a regular expression.',
  config: regexRouterConfig,
  validate({ regex, replacement: value }) {
    const { problem } = new Replacement(value, new JavaPattern(regex));
    if (problem === null) return [];
    const key = 'replacement';
    return [{ key, message: formatInvalidConfigValue({ key, value, reason: problem }) }];
  },
  createTransformation({ regex, replacement }) {
    const pattern = new JavaPattern(regex);
    return new RegexRouter(pattern, new Replacement(replacement, pattern));
  },
});

class RegexRouter implements Transformation {
  readonly #pattern: JavaPattern;
  readonly #replacement: Replacement;
  /** Records of one topic come one after the other. */
  #lastTopic: string | null = null;
  #lastResult = '';

  constructor(pattern: JavaPattern, replacement: Replacement) {
    this.#pattern = pattern;
    this.#replacement = replacement;
  }

  apply(record: ConnectRecord): ConnectRecord {
    const { topic } = record;
    if (topic !== this.#lastTopic) {
      this.#lastResult = renameMatching(topic, this.#pattern, this.#replacement);
      this.#lastTopic = topic;
    }
    return this.#lastResult === topic ? record : record.with({ topic: this.#lastResult });
  }
}
