import type { HandlersOf } from './handler.ts';
import { connectorStateInfo } from './status-bodies.ts';

type LifecycleRoute = 'restartConnector' | 'pauseConnector' | 'resumeConnector' | 'stopConnector';

export const lifecycleHandlers: HandlersOf<LifecycleRoute> = {
  async restartConnector({ herder, path: { connector }, query: { includeTasks, onlyFailed } }) {
    if (includeTasks || onlyFailed) {
      const status = await herder.restartConnectorAndTasks({ connector, includeTasks, onlyFailed });
      return { status: 202, body: connectorStateInfo(status) };
    }
    await herder.restartConnector(connector);
    return { status: 204, body: null };
  },

  async pauseConnector({ herder, path }) {
    await herder.pauseConnector(path.connector);
    return { status: 202, body: null };
  },

  async resumeConnector({ herder, path }) {
    await herder.resumeConnector(path.connector);
    return { status: 202, body: null };
  },

  async stopConnector({ herder, path }) {
    await herder.stopConnector(path.connector);
    return { status: 204, body: null };
  },
};
