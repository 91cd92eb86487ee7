import { aivenSink, confluentSink, debeziumSink } from './sink/sink-plugins.ts';
import { aivenSource, confluentSource } from './source/source-plugins.ts';

export const plugins = [confluentSource, aivenSource, confluentSink, aivenSink, debeziumSink] as const;
