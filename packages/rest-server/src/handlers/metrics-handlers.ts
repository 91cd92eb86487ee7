import type { HandlersOf } from './handler.ts';

export const metricsHandlers: HandlersOf<'getMetrics'> = {
  async getMetrics({ observer, query }) {
    const naming = query.names?.[0] === 'rules' ? 'rules' : 'plain';
    return { status: 200, body: await observer.prometheusText(naming) };
  },
};
