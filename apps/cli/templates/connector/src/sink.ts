import { defineSinkConnector } from '@sluice/connect-api';
import { exampleSinkConfig } from './sink-config.ts';
import { ExampleSinkTask } from './sink-task.ts';

/** Writes each record into a file of its own. */
export const exampleSink = defineSinkConnector({
  className: 'org.example.ExampleSinkConnector',
  taskClassName: 'org.example.ExampleSinkTask',
  version: '0.1.0',
  summary: 'Writes each record into a file of its own.',
  config: exampleSinkConfig,
  createTask: (config, context) => new ExampleSinkTask(config, context),
  // Where records go on is for Kafka alone to know, so that any change is fine.
  alterOffsets: () => true,
});
