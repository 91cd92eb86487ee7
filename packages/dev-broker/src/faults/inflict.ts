import { ProtocolError, type ErrorName } from '@sluice/kafka-protocol';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestContext } from '../requests/api-handler.ts';
import { coordinatorKeyOf } from './coordinator-key.ts';
import type { FaultEffect } from './faults.ts';

/** How a request is answered where something is to be done to it. */
export interface FaultyAnswer<Response> {
  readonly answer: () => Promise<Response | null>;
  /** Null where the API has no answer with an error. */
  readonly refuse: ((error: ErrorName) => Response) | null;
}

/** Answers a request, or does to it what tests asked for. */
export async function answerWithFaults<Response>(
  { api, request }: { api: string; request: object },
  context: RequestContext,
  { answer, refuse }: FaultyAnswer<Response>,
): Promise<Response | null> {
  const { faults } = context.broker;
  for (let frozen = faults.untilThawed; frozen !== null; frozen = faults.untilThawed) {
    if ((await unlessDisconnected(frozen, context)) === 'disconnected') return null;
  }
  const effect = faults.effectFor(api, context.clientId);
  if (effect !== null) return inflict(effect, context, { answer, refuse });
  const coordinator = coordinatorKeyOf(api, request);
  const isElsewhere = coordinator !== null && faults.hasMoved(coordinator.kind, coordinator.key);
  return isElsewhere && refuse !== null ? refuse('NOT_COORDINATOR') : answer();
}

async function inflict<Response>(
  effect: FaultEffect,
  context: RequestContext,
  { answer, refuse }: FaultyAnswer<Response>,
): Promise<Response | null> {
  switch (effect.kind) {
    case 'delay':
      await unlessDisconnected(sleep(effect.delayMs), context);
      return answer();
    case 'drop':
      return untilDisconnected(context);
    case 'drop-answer':
      await answer();
      return untilDisconnected(context);
    case 'disconnect':
      if (effect.after === true) await answer();
      throw new ProtocolError('a test wants the connection closed');
    case 'fail':
      return refuse === null ? answer() : refuse(effect.error);
  }
}

async function untilDisconnected(context: RequestContext): Promise<null> {
  await unlessDisconnected(new Promise<void>(() => undefined), context);
  return null;
}

async function unlessDisconnected(
  action: Promise<void>,
  { onDisconnect }: RequestContext,
): Promise<'done' | 'disconnected'> {
  const { promise, resolve } = Promise.withResolvers<'disconnected'>();
  const disconnect = onDisconnect(() => resolve('disconnected'));
  try {
    return await Promise.race([action.then(() => 'done' as const), promise]);
  } finally {
    disconnect.forget();
  }
}
