import { parentPort, workerData } from 'node:worker_threads';
import type { PluginPackage } from '../plugin-info.ts';
import { reasonsOf, type ProbeAnswer } from './reasons.ts';

const answer: ProbeAnswer = await reasonsOf(workerData as PluginPackage);
parentPort?.postMessage(answer);
