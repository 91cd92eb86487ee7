import { defineSinkConnector, defineSourceConnector } from '@sluice/connect-api';
import { noKeys } from './config.ts';
import { MockConnector } from './mock/mock-connector.ts';
import { MockSinkTask } from './mock/mock-sink-task.ts';
import { MockSourceTask } from './mock/mock-source-task.ts';
import { NumberedTasks } from './numbered-tasks.ts';
import { writeStandardOutput } from './output/standard-output.ts';
import { SchemaSourceTask } from './schema/schema-source-task.ts';
import { VerifiableSinkTask } from './verifiable/verifiable-sink-task.ts';
import { VerifiableSourceTask } from './verifiable/verifiable-source-task.ts';

const version = '4.3.0';
const classNames = (name: string) => ({
  className: `org.apache.kafka.connect.tools.${name}Connector`,
  taskClassName: `org.apache.kafka.connect.tools.${name}Task`,
  version,
  config: noKeys,
});

export const verifiableSource = defineSourceConnector({
  ...classNames('VerifiableSource'),
  summary: 'Makes numbered records and prints a line for each one made and each one delivered.',
  createConnector: (_config, context) => new NumberedTasks(context),
  createTask: (_config, context) => new VerifiableSourceTask(context, writeStandardOutput),
});

export const verifiableSink = defineSinkConnector({
  ...classNames('VerifiableSink'),
  summary: 'Prints a line for each record, and another one when it is flushed.',
  createConnector: (_config, context) => new NumberedTasks(context),
  createTask: (_config, context) => new VerifiableSinkTask(context, writeStandardOutput),
});

export const schemaSource = defineSourceConnector({
  ...classNames('SchemaSource'),
  summary: 'Makes a number of records with a schema, or with two versions of it.',
  createConnector: (_config, context) => new NumberedTasks(context),
  createTask: (_config, context) => new SchemaSourceTask(context, writeStandardOutput),
});

export const mockSource = defineSourceConnector({
  ...classNames('MockSource'),
  summary: 'Makes nothing; fails after a while, the connector or its task, when it is asked to.',
  createConnector: (_config, context) => new MockConnector(context),
  createTask: (_config, context) => new MockSourceTask(context),
});

export const mockSink = defineSinkConnector({
  ...classNames('MockSink'),
  summary:
    'Takes everything and does nothing; fails after a while, the connector or its task, when it is asked to.',
  createConnector: (_config, context) => new MockConnector(context),
  createTask: (_config, context) => new MockSinkTask(context),
});
