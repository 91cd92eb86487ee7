import type { Scenario } from '../scenario/scenario.ts';
import { badBodies, mediaTypes, methods, oddPaths } from './bad-requests.ts';
import { basicAuth } from './basic-auth.ts';
import { create, initialState, refusedConfigs } from './create.ts';
import { anyOrigin, crossOrigin, withoutAdmin } from './cross-origin.ts';
import { distributedScenarios } from './distributed/distributed-scenarios.ts';
import { expand } from './expand.ts';
import { lifeCycle } from './life-cycle.ts';
import { sinkOffsets, sourceOffsets } from './offsets.ts';
import { loggers } from './loggers.ts';
import { patch } from './patch.ts';
import { plugins } from './plugins.ts';
import { replace } from './replace.ts';
import { restart, restartFailed } from './restart.ts';
import { topics, topicsKept, topicsUntracked } from './topics.ts';
import { unknownNames } from './unknown-names.ts';
import { validateConverters, validateSink, validateSource } from './validate.ts';
import {
  validateDeadLetters,
  validateExactlyOnce,
  validateTopicCreation,
  validateVersions,
} from './validate-framework.ts';
import { overridePolicies, validateOverrides } from './validate-overrides.ts';
import { validateTransforms } from './validate-transforms.ts';
import { worker } from './worker.ts';

export const allScenarios: readonly Scenario[] = [
  worker,
  create,
  initialState,
  refusedConfigs,
  replace,
  patch,
  lifeCycle,
  restart,
  restartFailed,
  expand,
  topics,
  topicsUntracked,
  topicsKept,
  sourceOffsets,
  sinkOffsets,
  unknownNames,
  badBodies,
  mediaTypes,
  methods,
  oddPaths,
  loggers,
  plugins,
  validateSource,
  validateSink,
  validateConverters,
  validateOverrides,
  validateTransforms,
  validateTopicCreation,
  validateExactlyOnce,
  validateDeadLetters,
  validateVersions,
  ...overridePolicies,
  basicAuth,
  crossOrigin,
  anyOrigin,
  withoutAdmin,
  ...distributedScenarios,
];
