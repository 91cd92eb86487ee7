import type { TargetState } from '../states.ts';

/** Where a connector instance is in its life. FAILED ends it, but it may still be stopped. */
export type ConnectorState = 'INIT' | 'STARTED' | 'PAUSED' | 'STOPPED' | 'FAILED';

/** What a request to change state leads to. */
export interface Transition {
  /** The plugin call that is due, if any. */
  readonly call: 'start' | 'stop' | null;
  readonly next: ConnectorState;
  /** What becomes of the instance when that call throws. */
  readonly onError: ConnectorState;
}

const start: Transition = { call: 'start', next: 'STARTED', onError: 'FAILED' };
const stay = (state: ConnectorState): Transition => ({ call: null, next: state, onError: 'FAILED' });

/** Every state and request; `null` where the request is refused. */
export const connectorTransitions: Readonly<
  Record<ConnectorState, Readonly<Record<TargetState, Transition | null>>>
> = {
  INIT: { STARTED: start, PAUSED: stay('PAUSED'), STOPPED: stay('STOPPED') },
  STARTED: {
    STARTED: stay('STARTED'),
    PAUSED: { call: 'stop', next: 'PAUSED', onError: 'FAILED' },
    STOPPED: { call: 'stop', next: 'STOPPED', onError: 'STOPPED' },
  },
  PAUSED: { STARTED: start, PAUSED: stay('PAUSED'), STOPPED: stay('STOPPED') },
  STOPPED: { STARTED: start, PAUSED: stay('PAUSED'), STOPPED: stay('STOPPED') },
  FAILED: { STARTED: null, PAUSED: null, STOPPED: stay('STOPPED') },
};
