import type { HandlersOf } from './handler.ts';
import { taskState } from './status-bodies.ts';

type TaskRoute = 'listTasks' | 'getTaskStatus' | 'restartTask';

export const taskHandlers: HandlersOf<TaskRoute> = {
  async listTasks({ herder, path }) {
    return { status: 200, body: await herder.taskInfos(path.connector) };
  },

  async getTaskStatus({ herder, path }) {
    return { status: 200, body: taskState(await herder.taskStatus(path)) };
  },

  async restartTask({ herder, path }) {
    await herder.restartTask(path);
    return { status: 204, body: null };
  },
};
