import { defineConfig, defineSinkConnector } from '@sluice/connect-api';

/** Takes records and does nothing with them; NowhereSink.java does the same. */
const nowhereSink = defineSinkConnector({
  className: 'org.example.bench.NowhereSink',
  taskClassName: 'org.example.bench.NowhereSink$NowhereSinkTask',
  version: '1',
  summary: 'Does nothing with records.',
  config: defineConfig({}),
  createTask: () => ({ put: () => undefined }),
});

export const plugins = [nowhereSink];
