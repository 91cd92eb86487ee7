import { parentPort, workerData } from 'node:worker_threads';
import { kafkaClientsWithin } from '../../work/kafka-clients.ts';
import { MemoryBudget } from '../memory-budget.ts';
import type { Port } from './channel/rpc-channel.ts';
import { serveTasks } from './inside/serve-tasks.ts';
import type { ThreadData } from './thread-data.ts';

const data = workerData as ThreadData;
const budget = new MemoryBudget(data.budget);
serveTasks(
  parentPort as Port,
  data,
  kafkaClientsWithin(() => budget.shareBytes),
);
