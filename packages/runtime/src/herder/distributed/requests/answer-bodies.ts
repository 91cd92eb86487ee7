import type { InstanceState } from '../../../states.ts';
import type {
  ConnectorInfo,
  ConnectorStatus,
  InstanceStatus,
  PutConnectorRequest,
  PutConnectorResult,
  SubmittedConfig,
} from '../../herder.ts';
import { formatExactJson, type ConnectorOffset } from '../../offsets/offset-json.ts';
import { jsonIn } from './forwarding.ts';
import type { WorkerAnswer } from './worker-calls.ts';

const initialStates = { STARTED: 'running', PAUSED: 'paused', STOPPED: 'stopped' } as const;

/** The body of a request to create a connector. */
export function creationBody({ name, config, initialState, initialOffsets }: PutConnectorRequest): string {
  const state = initialState === undefined || initialState === 'STARTED' ? null : initialStates[initialState];
  const body = JSON.stringify({ name, config, initial_state: state });
  // Only workers like this one know them.
  if (initialOffsets === undefined) return body;
  return `${body.slice(0, -1)},"initial_offsets":${offsetsText(initialOffsets)}}`;
}

export function configBody(config: SubmittedConfig): string {
  return JSON.stringify(config);
}

export function offsetsBody(offsets: readonly ConnectorOffset[]): string {
  return `{"offsets":${offsetsText(offsets)}}`;
}

function offsetsText(offsets: readonly ConnectorOffset[]): string {
  return formatExactJson(offsets.map(({ partition, offset }) => ({ partition, offset })));
}

/** What another worker answered to a request to create or replace a connector. */
export function putResult(answer: WorkerAnswer): PutConnectorResult {
  const { offsets_status: offsetsStatus, ...info } = jsonIn(answer) as ConnectorInfo & {
    readonly offsets_status?: string;
  };
  return { created: answer.status === 201, info, ...(offsetsStatus === undefined ? {} : { offsetsStatus }) };
}

interface InstanceBody {
  readonly state: InstanceState;
  readonly worker_id: string;
  readonly version?: string | null;
  readonly trace?: string;
}

interface StatusBody {
  readonly name: string;
  readonly connector: InstanceBody;
  readonly tasks: readonly (InstanceBody & { readonly id: number })[];
  readonly type: ConnectorStatus['type'];
}

export function statusIn(answer: WorkerAnswer): ConnectorStatus {
  const { name, connector, tasks, type } = jsonIn(answer) as StatusBody;
  return {
    name,
    connector: instanceOf(connector),
    tasks: tasks.map((task) => ({ id: task.id, ...instanceOf(task) })),
    type,
  };
}

export function messageIn(answer: WorkerAnswer): string {
  return (jsonIn(answer) as { readonly message: string }).message;
}

function instanceOf({ state, worker_id: workerId, version = null, trace }: InstanceBody): InstanceStatus {
  return { state, workerId, version, ...(trace === undefined ? {} : { trace }) };
}
