import {
  ConnectError,
  defineSourceConnector,
  type ConfigIssue,
  type SourceOffsetChange,
} from '@sluice/connect-api';
import { SharedWork } from '@sluice/connector-tasks';
import { checkLogs } from './check-logs.ts';
import { logSourceConfig, type LogSourceConfig } from './config.ts';
import { placeOf } from './follow/place.ts';
import { LogSourceTask } from './log-source-task.ts';
import { groupNames } from './parse/regex-event.ts';

export const logSource = defineSourceConnector({
  className: 'io.sluice.logs.LogSourceConnector',
  taskClassName: 'io.sluice.logs.LogSourceTask',
  version: '0.1.0',
  summary: 'Follows log files, through every kind of rotation, and makes a record of each event.',
  config: logSourceConfig,
  validate: validateLogs,
  check: checkLogs,
  createConnector: (_config, context) => new SharedWork(context),
  createTask: (config, context) => new LogSourceTask(config, context),
  exactlyOnceSupport: () => 'SUPPORTED',
  alterOffsets: checkOffsets,
});

function validateLogs(config: LogSourceConfig): ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const regex = config['format.regex'];
  if (config.format === 'regex' && (regex === null || groupNames(regex).length === 0)) {
    issues.push({
      key: 'format.regex',
      message: 'format=regex needs an expression with named groups, such as ^(?<level>\\w+) (?<message>.*)$',
    });
  }
  if (!isEncoding(config.encoding)) {
    issues.push({ key: 'encoding', message: `There is no encoding ${config.encoding}` });
  }
  return issues;
}

function isEncoding(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
}

/** @throws ConnectError when something is no log, or no place in one. */
function checkOffsets(_config: unknown, changes: readonly SourceOffsetChange[]): boolean {
  for (const { partition, offset } of changes) {
    if (typeof partition?.['path'] !== 'string' || Object.keys(partition).length !== 1) {
      throw new ConnectError('A partition of a log is {"path": "<the path of the file>"}', {
        code: 'OFFSETS_CHANGE_REJECTED',
      });
    }
    if (offset === null) continue;
    try {
      placeOf(offset);
    } catch (error) {
      throw new ConnectError((error as Error).message, { code: 'OFFSETS_CHANGE_REJECTED' });
    }
  }
  return true;
}
