import type { HandlersOf } from './handler.ts';
import { healthIfWanted, taskState } from './status-bodies.ts';

type TaskRoute = 'listTasks' | 'getTaskStatus' | 'restartTask' | 'putTaskConfigs' | 'fenceTasks';

export const taskHandlers: HandlersOf<TaskRoute> = {
  async listTasks({ herder, path }) {
    return { status: 200, body: await herder.taskInfos(path.connector) };
  },

  async getTaskStatus({ herder, path, query: { expand } }) {
    const status = await herder.taskStatus(path);
    return { status: 200, body: taskState(status, await healthIfWanted(herder, path.connector, expand)) };
  },

  async restartTask({ herder, path }) {
    await herder.restartTask(path);
    return { status: 204, body: null };
  },

  async putTaskConfigs({ herder, path, body, received }) {
    await herder.putTaskConfigs(path.connector, body, received);
    return { status: 204, body: null };
  },

  async fenceTasks({ herder, path, received }) {
    await herder.fenceTasks(path.connector, received);
    return { status: 204, body: null };
  },
};
