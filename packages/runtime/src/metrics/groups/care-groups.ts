import { declareGroup, gauge, text, total } from '../declare/metric-declaration.ts';

export const taskHealthMetrics = declareGroup({
  id: 'task-health',
  domain: 'sluice',
  name: 'task-health-metrics',
  tags: ['connector', 'task'],
  doc: 'Whether tasks that run get on; of those that do not run the state says enough.',
  metrics: {
    health: text('`healthy`, `starved`, `slow`, `stalled` or `blocked`.'),
    'health-since-ms': gauge('epoch milliseconds', 'Since when it is so.'),
  },
});

export const restartMetrics = declareGroup({
  id: 'restart',
  domain: 'sluice',
  name: 'restart-metrics',
  tags: ['connector', 'part'],
  doc: 'What becomes of what failed. The part is the number of a task, `connector`, or `division` for the division into tasks, once it has run or failed.',
  metrics: {
    'restart-phase': text('`calm`, `waiting`, `quarantined` or `given-up`.'),
    'restarts-total': total('restarts', 'Restarts by the policy, not by users.'),
    'restarts-in-last-hour': gauge('restarts', 'Restarts by the policy within the last hour.'),
    'next-restart-ms': gauge('epoch milliseconds', 'When the next restart is due; 0 for none.'),
  },
});
