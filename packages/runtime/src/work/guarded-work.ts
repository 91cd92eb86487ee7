import type { SinkConnector, SourceConnector } from '@sluice/connect-api';
import type { HiddenTexts } from '../config/secrets/hidden-texts.ts';
import type { TaskBody } from '../task/run-task.ts';

/** A connector whose failures do not show the values of references. */
export function guardedConnector(
  connector: SourceConnector | SinkConnector,
  provided: HiddenTexts,
): SourceConnector | SinkConnector {
  if (provided.isEmpty) return connector;
  return {
    start: () => provided.guard(() => connector.start?.()),
    taskConfigs: (maxTasks) => provided.guard(() => connector.taskConfigs(maxTasks)),
    stop: () => provided.guard(() => connector.stop?.()),
  };
}

/** A task whose failures do not show the values of references. */
export function guardedTask(body: TaskBody, provided: HiddenTexts): TaskBody {
  if (provided.isEmpty) return body;
  return {
    start: () => provided.guard(() => body.start()),
    run: () => provided.guard(() => body.run()),
    close: () => provided.guard(() => body.close()),
  };
}
