import type { ConfigInfos } from '@sluice/connect-api';
import { checkConnector, type ConnectorCheck } from '../check/connector-check.ts';
import { connectorHealth } from '../connector-health.ts';
import type { ClusterInfo } from '../cluster-info.ts';
import type {
  ConnectorHealth,
  ConnectorInfo,
  ConnectorStatus,
  Herder,
  PutConnectorRequest,
  PutConnectorResult,
  RestartRequest,
  ServerInfo,
  SubmittedConfig,
  TaskInfo,
  TaskStatus,
} from '../herder.ts';
import { refuseNothing } from '../offsets/offset-errors.ts';
import type { ConnectorOffset } from '../offsets/offset-json.ts';
import { firstHand, type InternalRequest, type RequestOrigin } from '../request-origin.ts';
import type { TaskId } from '../../states.ts';
import type { DistributedWorker } from './distributed-worker.ts';
import { clusterInfoOf } from './report/cluster-report.ts';
import {
  configBody,
  creationBody,
  messageIn,
  offsetsBody,
  putResult,
  statusIn,
} from './requests/answer-bodies.ts';
import { jsonIn, type ForwardedRequest } from './requests/forwarding.ts';
import { restartOwnConnector, restartOwnTask, type OwnerRequests } from './requests/owner-requests.ts';
import type { WorkerAnswer } from './requests/worker-calls.ts';

/** The herder of a worker of a cluster: answers what every worker knows, and hands on what only another one can do. */
export class DistributedHerder implements Herder {
  readonly #worker: DistributedWorker;
  readonly #origin: RequestOrigin;

  constructor(worker: DistributedWorker, origin: RequestOrigin = firstHand) {
    this.#worker = worker;
    this.#origin = origin;
  }

  onBehalfOf(origin: RequestOrigin): Herder {
    return new DistributedHerder(this.#worker, origin);
  }

  get stage(): string | null {
    return this.#worker.stage.sentence;
  }

  get isReady(): boolean {
    return this.#worker.isReady;
  }

  serverInfo(): ServerInfo {
    return this.#worker.parts.serverInfo;
  }

  ping(): Promise<void> {
    return this.#worker.ping();
  }

  async connectors(): Promise<readonly string[]> {
    return Promise.resolve(this.#worker.view.connectors());
  }

  async connectorInfo(name: string): Promise<ConnectorInfo> {
    return Promise.resolve(this.#worker.view.info(name));
  }

  async connectorStatus(name: string): Promise<ConnectorStatus> {
    return Promise.resolve(this.#worker.view.status(name));
  }

  async taskStatus(id: TaskId): Promise<TaskStatus> {
    return Promise.resolve(this.#worker.view.taskStatus(id));
  }

  async taskInfos(name: string): Promise<readonly TaskInfo[]> {
    return Promise.resolve(this.#worker.view.taskInfos(name));
  }

  /** Of what runs on this worker; the others know of the rest. */
  async connectorHealth(name: string): Promise<ConnectorHealth> {
    const { view, own } = this.#worker;
    const { tasks } = view.status(name);
    const statuses = tasks.filter(({ id }) => own.tasks.has({ connector: name, task: id }));
    const { restarts, watchdog } = own;
    const restart = own.restartSettingsOf(name);
    return Promise.resolve(connectorHealth({ name, restart }, { restarts, watchdog, statuses }));
  }

  async activeTopics(name: string): Promise<readonly string[]> {
    return Promise.resolve(this.#worker.parts.topics.of(name));
  }

  async resetActiveTopics(name: string): Promise<void> {
    this.#worker.parts.topics.reset(name);
    this.#worker.own.tasks.forgetTopics(name);
    return Promise.resolve();
  }

  async putConnector(request: PutConnectorRequest): Promise<PutConnectorResult> {
    const { initialOffsets, name, config, allowReplace } = request;
    if (initialOffsets !== undefined) refuseNothing(initialOffsets);
    await this.#worker.settled();
    if (this.#worker.place.isLeader) return this.#worker.requests.putConnector(request);
    // Who asks is told at once what is wrong; the leader looks again.
    await this.#worker.parts.validator.define(name, config);
    const forwarded: ForwardedRequest = allowReplace
      ? { method: 'PUT', path: `${pathOf(name)}/config`, body: configBody(config) }
      : { method: 'POST', path: '/connectors', body: creationBody(request) };
    return putResult(await this.#forward(forwarded));
  }

  patchConnectorConfig(name: string, patch: SubmittedConfig): Promise<ConnectorInfo> {
    return this.#atLeader(
      () => this.#worker.requests.patchConnector(name, patch),
      { method: 'PATCH', path: `${pathOf(name)}/config`, body: configBody(patch) },
      (answer) => jsonIn(answer) as ConnectorInfo,
    );
  }

  deleteConnector(name: string): Promise<void> {
    return this.#atLeader(
      () => this.#worker.requests.deleteConnector(name),
      { method: 'DELETE', path: pathOf(name) },
      () => undefined,
    );
  }

  pauseConnector(name: string): Promise<void> {
    return this.#retarget(name, 'PAUSED');
  }

  resumeConnector(name: string): Promise<void> {
    return this.#retarget(name, 'STARTED');
  }

  async stopConnector(name: string): Promise<void> {
    this.#worker.view.configOf(name, `Unknown connector ${name}`);
    await this.#atLeader(
      () => this.#worker.requests.stopConnector(name),
      { method: 'PUT', path: `${pathOf(name)}/stop` },
      () => undefined,
    );
  }

  async restartConnector(name: string): Promise<void> {
    await this.#worker.current();
    await restartOwnConnector(name, this.#owners);
  }

  async restartTask(id: TaskId): Promise<void> {
    await this.#worker.current();
    await restartOwnTask(id, this.#owners);
  }

  async restartConnectorAndTasks(request: RestartRequest): Promise<ConnectorStatus> {
    const { connector, includeTasks, onlyFailed } = request;
    this.#worker.view.configOf(connector, `Unknown connector: ${connector}`);
    await this.#worker.current();
    return this.#atLeader(
      () => this.#worker.requests.restart(request),
      { method: 'POST', path: `${pathOf(connector)}/restart`, query: { includeTasks, onlyFailed } },
      statusIn,
    );
  }

  async connectorOffsets(name: string): Promise<readonly ConnectorOffset[]> {
    return this.#worker.parts.offsets.list(this.#worker.requests.ownerOf(name));
  }

  async alterConnectorOffsets(name: string, offsets: readonly ConnectorOffset[]): Promise<string> {
    refuseNothing(offsets);
    await this.#worker.current();
    return this.#atLeader(
      () => this.#worker.requests.alterOffsets(name, offsets),
      { method: 'PATCH', path: `${pathOf(name)}/offsets`, body: offsetsBody(offsets) },
      messageIn,
    );
  }

  async resetConnectorOffsets(name: string): Promise<string> {
    await this.#worker.current();
    return this.#atLeader(
      () => this.#worker.requests.resetOffsets(name),
      { method: 'DELETE', path: `${pathOf(name)}/offsets` },
      messageIn,
    );
  }

  async clusterInfo(): Promise<ClusterInfo> {
    return Promise.resolve(clusterInfoOf(this.#worker));
  }

  async putTaskConfigs(
    name: string,
    configs: readonly SubmittedConfig[],
    request: InternalRequest,
  ): Promise<void> {
    this.#worker.internal.verify(request);
    await this.#atLeader(
      () => this.#worker.requests.putTasks(name, configs),
      { method: 'POST', path: `${pathOf(name)}/tasks`, body: JSON.stringify(configs) },
      () => undefined,
    );
  }

  async fenceTasks(name: string, request: InternalRequest): Promise<void> {
    this.#worker.internal.verify(request);
    await this.#atLeader(
      () => this.#worker.fencing.fence(name),
      { method: 'PUT', path: `${pathOf(name)}/fence` },
      () => undefined,
    );
  }

  plugins({ connectorsOnly }: { readonly connectorsOnly: boolean }): ReturnType<Herder['plugins']> {
    const { plugins } = this.#worker.parts;
    return Promise.resolve(connectorsOnly ? plugins.list(['sink', 'source']) : plugins.list());
  }

  brokenPlugins(): ReturnType<Herder['brokenPlugins']> {
    return Promise.resolve(this.#worker.parts.plugins.broken());
  }

  pluginConfig(pluginName: string, version?: string): ReturnType<Herder['pluginConfig']> {
    return this.#worker.parts.validator.pluginConfig(pluginName, version);
  }

  validateConfig(config: SubmittedConfig): Promise<ConfigInfos> {
    return this.#worker.parts.validator.validate(config);
  }

  checkConnector(config: SubmittedConfig): Promise<ConnectorCheck> {
    return checkConnector(config, this.#worker.parts);
  }

  get #owners(): OwnerRequests {
    const { own, view, place, config } = this.#worker;
    return { own, view, place, config, forward: (url, request) => this.#forward(request, url) };
  }

  async #retarget(name: string, target: 'STARTED' | 'PAUSED'): Promise<void> {
    this.#worker.view.configOf(name, `Unknown connector ${name}`);
    await this.#worker.config.putTargetState(name, target);
  }

  /** Does something where this worker leads, and has the leader do it elsewhere. */
  async #atLeader<T>(
    here: () => Promise<T>,
    forwarded: ForwardedRequest,
    read: (answer: WorkerAnswer) => T,
  ): Promise<T> {
    await this.#worker.settled();
    return this.#worker.place.isLeader ? here() : read(await this.#forward(forwarded));
  }

  #forward(request: ForwardedRequest, url = this.#worker.place.leaderUrl): Promise<WorkerAnswer> {
    return this.#worker.forwarding.send(url, request, this.#origin);
  }
}

function pathOf(connector: string): string {
  return `/connectors/${encodeURIComponent(connector)}`;
}
