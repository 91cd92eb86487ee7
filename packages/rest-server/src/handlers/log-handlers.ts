import { BadRequestError } from '@sluice/connect-api';
import type { HandlersOf } from './handler.ts';

export const logHandlers: HandlersOf<'getConnectorLogs' | 'getTaskLogs'> = {
  async getConnectorLogs({ herder, observer, path: { connector }, query }) {
    const count = readCount(query.lines);
    await herder.connectorInfo(connector);
    return { status: 200, body: joined(observer.lastLines(connector, null, count)) };
  },

  async getTaskLogs({ herder, observer, path, query }) {
    const count = readCount(query.lines);
    await herder.taskStatus(path);
    return { status: 200, body: joined(observer.lastLines(path.connector, path.task, count)) };
  },
};

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new BadRequestError(`lines is ${JSON.stringify(text)}; it must be a whole number from 0`, {
    code: 'REQUEST_INVALID',
  });
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
