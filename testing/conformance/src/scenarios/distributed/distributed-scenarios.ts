import type { Scenario } from '../../scenario/scenario.ts';
import { badBodies, methods, mediaTypes } from '../bad-requests.ts';
import { create, initialState, refusedConfigs } from '../create.ts';
import { expand } from '../expand.ts';
import { loggers } from '../loggers.ts';
import { lifeCycle } from '../life-cycle.ts';
import { sinkOffsets, sourceOffsets } from '../offsets.ts';
import { patch } from '../patch.ts';
import { replace } from '../replace.ts';
import { restart } from '../restart.ts';
import { topics } from '../topics.ts';
import { unknownNames } from '../unknown-names.ts';
import { validateExactlyOnce } from '../validate-framework.ts';
import { worker } from '../worker.ts';
import { betweenWorkers } from './between-workers.ts';
import { failures } from './failures.ts';
import { groups } from './groups.ts';

const asked: readonly Scenario[] = [
  worker,
  create,
  initialState,
  refusedConfigs,
  replace,
  patch,
  lifeCycle,
  restart,
  expand,
  topics,
  sourceOffsets,
  sinkOffsets,
  unknownNames,
  loggers,
  badBodies,
  mediaTypes,
  methods,
  validateExactlyOnce,
];

/** What a worker of a cluster is asked; some of it also a worker that stands alone, which answers otherwise. */
export const distributedScenarios: readonly Scenario[] = [
  ...asked.map((scenario) => ({
    ...scenario,
    name: `distributed/${scenario.name}`,
    mode: 'distributed' as const,
  })),
  failures,
  betweenWorkers,
  groups,
];
