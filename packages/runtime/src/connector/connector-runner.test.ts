import type { SourceConnector } from '@sluice/connect-api';
import { describe, expect, it } from 'vitest';
import { InMemoryLog } from '../../testing/in-memory-log.ts';
import type { TargetState } from '../states.ts';
import { ConnectorRunner } from './connector-runner.ts';
import type { ConnectorState } from './connector-states.ts';

const boom = new Error('boom');

class TestConnector implements SourceConnector {
  readonly calls: string[] = [];
  startError: Error | null = null;
  stopError: Error | null = null;
  startGate: Promise<void> | null = null;
  configs: Record<string, string>[] = [{}];

  async start(): Promise<void> {
    this.calls.push('start');
    await this.startGate;
    if (this.startError !== null) throw this.startError;
  }

  taskConfigs(maxTasks: number): Record<string, string>[] {
    this.calls.push(`taskConfigs ${maxTasks}`);
    return this.configs;
  }

  stop(): void {
    this.calls.push('stop');
    if (this.stopError !== null) throw this.stopError;
  }
}

class Run {
  readonly connector = new TestConnector();
  readonly states: string[] = [];
  readonly shutdownController = new AbortController();
  readonly runner = new ConnectorRunner({
    name: 'c',
    connector: this.connector,
    shutdownController: this.shutdownController,
    report: (state, error) =>
      void this.states.push(
        error === undefined ? state : `${state} ${(error as Error).name}: ${(error as Error).message}`,
      ),
    log: new InMemoryLog(),
  });

  /** Brings it into a state and forgets how. */
  async into(state: ConnectorState): Promise<this> {
    if (state === 'FAILED') this.runner.fail(boom);
    else if (state !== 'INIT') await this.runner.transition('STARTED');
    if (state === 'PAUSED' || state === 'STOPPED') await this.runner.transition(state);
    this.connector.calls.length = 0;
    this.states.length = 0;
    return this;
  }
}

interface Expected {
  readonly calls: readonly string[];
  readonly states: readonly string[];
  readonly rejects?: true;
}

const nothing: Expected = { calls: [], states: [] };
const starts: Expected = { calls: ['start'], states: ['RUNNING'] };
const refused: Expected = { ...nothing, rejects: true };

const table: Record<ConnectorState, Record<TargetState | 'shutdown', Expected>> = {
  INIT: {
    STARTED: starts,
    PAUSED: { calls: [], states: ['PAUSED'] },
    STOPPED: { calls: [], states: ['STOPPED'] },
    shutdown: { calls: [], states: ['UNASSIGNED'] },
  },
  STARTED: {
    STARTED: nothing,
    PAUSED: { calls: ['stop'], states: ['PAUSED'] },
    STOPPED: { calls: ['stop'], states: ['STOPPED'] },
    shutdown: { calls: ['stop'], states: ['UNASSIGNED'] },
  },
  PAUSED: {
    STARTED: starts,
    PAUSED: nothing,
    STOPPED: { calls: [], states: ['STOPPED'] },
    shutdown: { calls: [], states: ['UNASSIGNED'] },
  },
  STOPPED: {
    STARTED: starts,
    PAUSED: { calls: [], states: ['PAUSED'] },
    STOPPED: nothing,
    shutdown: { calls: [], states: ['UNASSIGNED'] },
  },
  FAILED: {
    STARTED: refused,
    PAUSED: refused,
    STOPPED: { calls: [], states: ['STOPPED'] },
    shutdown: { calls: [], states: ['UNASSIGNED'] },
  },
};

const cases = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([request, expected]) => ({ state, request, ...expected })),
);

describe('a connector instance', () => {
  it.each(cases)(
    'in state $state, asked for $request',
    async ({ state, request, calls, states, rejects }) => {
      const { runner, connector, states: seen } = await new Run().into(state as ConnectorState);
      const asked = request === 'shutdown' ? runner.shutdown() : runner.transition(request as TargetState);
      const refusal = await asked.then(
        () => null,
        (error: unknown) => (error as Error).message,
      );
      const expected = rejects ? `c Cannot transition connector to ${request} since it has failed` : null;
      expect(refusal).toBe(expected);
      expect({ calls: connector.calls, states: seen }).toEqual({ calls, states });
    },
  );

  it('has failed when it cannot start, and is not stopped then', async () => {
    const { runner, connector, states } = new Run();
    connector.startError = boom;
    await expect(runner.transition('STARTED')).rejects.toMatchObject({
      message: 'Failed to start connector: c',
      cause: boom,
    });
    await runner.shutdown();
    expect(states).toEqual(['FAILED Error: boom', 'UNASSIGNED']);
    expect(connector.calls).toEqual(['start']);
  });

  it('has failed when it cannot stop for a pause, but is stopped all the same for a stop', async () => {
    for (const [target, last] of [
      ['PAUSED', 'FAILED Error: boom'],
      ['STOPPED', 'STOPPED'],
    ] as const) {
      const { runner, connector, states } = await new Run().into('STARTED');
      connector.stopError = boom;
      await runner.transition(target).catch(() => undefined);
      expect(states).toEqual([last]);
    }
  });

  it('reports a stop that fails at shutdown', async () => {
    const { runner, connector, states } = await new Run().into('STARTED');
    connector.stopError = boom;
    await runner.shutdown();
    expect(states).toEqual(['FAILED Error: boom']);
  });

  it('fails with the first error only', async () => {
    const { runner, states } = await new Run().into('STARTED');
    runner.fail(boom);
    runner.fail(new Error('later'));
    expect(states).toEqual(['FAILED Error: boom']);
  });

  it('stays failed when it raised an error while it started, and is stopped at shutdown', async () => {
    const { runner, connector, states } = new Run();
    const gate = Promise.withResolvers<void>();
    connector.startGate = gate.promise;
    const starting = runner.transition('STARTED');
    await Promise.resolve();
    runner.fail(boom);
    gate.resolve();
    await expect(starting).rejects.toThrow('Failed to start connector: c');
    await runner.shutdown();
    expect(states).toEqual(['FAILED Error: boom', 'UNASSIGNED']);
    expect(connector.calls).toEqual(['start', 'stop']);
  });

  it('carries out only the latest of the requests that wait', async () => {
    const { runner, connector, states } = new Run();
    const gate = Promise.withResolvers<void>();
    connector.startGate = gate.promise;
    const first = runner.transition('STARTED');
    await Promise.resolve();
    const second = runner.transition('PAUSED');
    const third = runner.transition('STOPPED');
    gate.resolve();
    await first;
    await expect(second).rejects.toThrow(
      'Could not begin changing connector state to PAUSED before another request to change state was made; ' +
        'the new request (which is to change the state to STOPPED) has pre-empted this one',
    );
    await third;
    expect(states).toEqual(['RUNNING', 'STOPPED']);
  });

  it('begins nothing once it is to shut down', async () => {
    const { runner, connector, states } = new Run();
    const shutdown = runner.shutdown();
    await expect(runner.transition('STARTED')).rejects.toThrow(
      'Could not begin changing connector state to STARTED as the connector has been scheduled for shutdown',
    );
    await shutdown;
    expect(connector.calls).toEqual([]);
    expect(states).toEqual(['UNASSIGNED']);
  });

  it('divides its work only while it runs', async () => {
    const { runner, connector } = await new Run().into('PAUSED');
    await expect(runner.taskConfigs({ maxTasks: 2, enforced: true })).rejects.toThrow('is not running');
    void runner.transition('STARTED');
    connector.configs = [{ a: '1' }, {}];
    expect(await runner.taskConfigs({ maxTasks: 2, enforced: true })).toEqual([{ a: '1' }, {}]);
    expect(connector.calls).toEqual(['start', 'taskConfigs 2']);
  });

  it('fails with more tasks than allowed, unless that is not enforced', async () => {
    const { runner, connector, states } = await new Run().into('STARTED');
    connector.configs = [{}, {}, {}];
    expect(await runner.taskConfigs({ maxTasks: 1, enforced: false })).toHaveLength(3);
    await expect(runner.taskConfigs({ maxTasks: 1, enforced: true })).rejects.toMatchObject({
      code: 'TOO_MANY_TASKS',
      javaClassName: 'org.apache.kafka.connect.runtime.TooManyTasksException',
      message: expect.stringMatching(/^The connector c has generated 3 tasks, which is greater than 1, /),
    });
    expect(states).toEqual([
      expect.stringMatching(/^FAILED ConnectError: The connector c has generated 3 tasks/),
    ]);
  });
});
