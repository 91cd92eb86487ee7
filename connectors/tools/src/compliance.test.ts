import type { SourceConnectorPlugin, SourceRecord, SourceTask } from '@sluice/connect-api';
import { describeSinkConnector, describeSourceConnector } from '@sluice/test-kit';
import { describe, it } from 'vitest';
import type { noKeys } from './config.ts';
import { schemaSource, verifiableSink, verifiableSource } from './plugin.ts';
import { SchemaSourceTask } from './schema/schema-source-task.ts';
import { VerifiableSinkTask } from './verifiable/verifiable-sink-task.ts';
import { VerifiableSourceTask } from './verifiable/verifiable-source-task.ts';

const readme = new URL('../README.md', import.meta.url);
const runner = { describe, it };

/** How many records may pass, and have. */
interface Gate {
  allowed: number;
  passed: number;
}

/** A source that makes records by itself, held back until the test says that there are more. */
class GatedTask implements SourceTask {
  readonly #task: SourceTask;
  readonly #gate: Gate;
  #waiting: SourceRecord[] = [];

  constructor(task: SourceTask, gate: Gate) {
    this.#task = task;
    this.#gate = gate;
  }

  async start(): Promise<void> {
    await this.#task.start?.();
  }

  async poll(): Promise<SourceRecord[] | null> {
    const room = this.#gate.allowed - this.#gate.passed;
    if (this.#waiting.length === 0 || room > 0) this.#waiting.push(...((await this.#task.poll()) ?? []));
    else await new Promise((resolve) => setTimeout(resolve, 5));
    const passing = this.#waiting.splice(0, room);
    this.#gate.passed += passing.length;
    return passing.length === 0 ? null : passing;
  }

  async stop(): Promise<void> {
    await this.#task.stop?.();
  }
}

let gate: Gate = { allowed: 0, passed: 0 };
const dropped = (): Promise<void> => Promise.resolve();

const gated = (
  plugin: SourceConnectorPlugin<typeof noKeys>,
  createTask: SourceConnectorPlugin<typeof noKeys>['createTask'],
) => ({
  ...plugin,
  createTask: (...[config, context]: Parameters<typeof createTask>) =>
    new GatedTask(createTask(config, context), gate),
});

function openGate(config: Readonly<Record<string, string>>) {
  gate = { allowed: 0, passed: 0 };
  return {
    config: { topic: 'numbers', ...config },
    topic: 'numbers',
    add: (values: readonly string[]) => {
      gate.allowed += values.length;
    },
  };
}

describeSourceConnector(
  gated(verifiableSource, (_config, context) => new VerifiableSourceTask(context, dropped)),
  { readme, runner, value: (n) => String(n), open: () => openGate({ throughput: '2000' }) },
);

describeSourceConnector(
  gated(schemaSource, (_config, context) => new SchemaSourceTask(context, dropped)),
  {
    readme,
    runner,
    value: (n) =>
      `Struct{boolean=true,int=12,long=12,float=12.2,double=12.2,partitioning=${n % 3},id=0,seqno=${n}}`,
    open: () => openGate({ throughput: '-1', 'num.messages': '20', 'partition.count': '3' }),
  },
);

let printed = '';

describeSinkConnector(
  {
    ...verifiableSink,
    createTask: (_config, context) =>
      new VerifiableSinkTask(context, (text) => {
        printed += text;
        return Promise.resolve();
      }),
  },
  {
    readme,
    runner,
    open: () => {
      printed = '';
      const lines = () =>
        printed
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as { readonly seqno: string; readonly flushed?: boolean });
      return {
        config: {},
        delivered: () => lines().flatMap(({ seqno, flushed }) => (flushed === true ? [] : [seqno])),
      };
    },
  },
);
