import { defineSourceConnector } from '@sluice/connect-api';
import { exampleSourceConfig } from './source-config.ts';
import { ExampleSourceTask } from './source-task.ts';

/** Makes a record of each file in a folder. */
export const exampleSource = defineSourceConnector({
  className: 'org.example.ExampleSourceConnector',
  taskClassName: 'org.example.ExampleSourceTask',
  version: '0.1.0',
  summary: 'Makes a record of each file in a folder.',
  config: exampleSourceConfig,
  createTask: (config, context) => new ExampleSourceTask(config, context),
});
