import { defineSinkConnector, defineSourceConnector } from '@sluice/connect-api';
import { checkSinkFile, checkSourceFile } from './check-files.ts';
import { fileSinkConfig, fileSourceConfig } from './config.ts';
import { FileSinkTask } from './sink/file-sink-task.ts';
import { FileSourceTask } from './source/file-source-task.ts';
import { checkOffsets } from './source/offsets.ts';

const version = '4.3.0';

export const fileSource = defineSourceConnector({
  className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSourceTask',
  version,
  summary: 'Follows a file and makes a record of each line.',
  config: fileSourceConfig,
  check: checkSourceFile,
  createTask: (config, context) => new FileSourceTask(config, context),
  exactlyOnceSupport: ({ file }) => ((file ?? '') === '' ? 'UNSUPPORTED' : 'SUPPORTED'),
  alterOffsets: checkOffsets,
});

export const fileSink = defineSinkConnector({
  className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  taskClassName: 'org.apache.kafka.connect.file.FileStreamSinkTask',
  version,
  summary: 'Appends each record value to a file, one line per record.',
  config: fileSinkConfig,
  check: checkSinkFile,
  createTask: (config) => new FileSinkTask(config),
  alterOffsets: () => true,
});
