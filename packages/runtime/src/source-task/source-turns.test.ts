import { SourceRecord, type SourceTask } from '@sluice/connect-api';
import { describe, expect, it, vi } from 'vitest';
import { InMemorySourceRun } from '../../testing/in-memory-source-run.ts';

const record = (): SourceRecord =>
  new SourceRecord({ topic: 't', value: 'v1', sourcePartition: { p: 'a' }, sourceOffset: { position: 1 } });
const soon = { timeout: 2000, interval: 1 };

describe('a source task', () => {
  it.each([
    ['that has nothing and does not wait', () => null],
    ['whose records are all dropped', () => [record()]],
  ])('%s lets others in its thread have their turns, and stops', async (_what, give) => {
    const drop = { className: 'Drop', condition: null, transformation: { apply: () => null } };
    let polls = 0;
    const task: SourceTask = {
      poll: () => {
        polls += 1;
        return Promise.resolve(give());
      },
    };
    const run = new InMemorySourceRun(task, { transforms: [drop] });
    await vi.waitFor(() => expect(polls).toBeGreaterThan(1000), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('polls again after an error by which Kafka says that waiting may help', async () => {
    let polls = 0;
    const task: SourceTask = {
      poll: () => {
        polls += 1;
        const error = Object.assign(new Error('leader not available'), { retriable: true });
        return polls === 1 ? Promise.reject(error) : Promise.resolve([record()]);
      },
    };
    const run = new InMemorySourceRun(task);
    await vi.waitFor(() => expect(run.producer.values).toContain('v1'), soon);
    await run.stop();
    expect(run.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });
});
