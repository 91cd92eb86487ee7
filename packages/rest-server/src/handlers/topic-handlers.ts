import type { HandlersOf } from './handler.ts';

export const topicHandlers: HandlersOf<'getConnectorTopics' | 'resetConnectorTopics'> = {
  async getConnectorTopics({ herder, path: { connector } }) {
    return { status: 200, body: { [connector]: { topics: await herder.activeTopics(connector) } } };
  },

  async resetConnectorTopics({ herder, path }) {
    await herder.resetActiveTopics(path.connector);
    return { status: 202, body: null };
  },
};
