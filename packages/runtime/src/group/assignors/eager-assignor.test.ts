import { describe, expect, it } from 'vitest';
import { divideEagerly } from './eager-assignor.ts';

describe('the eager assignor', () => {
  it('deals out connectors and then tasks around the members in order', () => {
    const tasks = [0, 1, 2].map((task) => ({ connector: 'sink-a', task }));
    const configured = {
      connectors: ['src-b', 'sink-a'],
      tasks: [{ connector: 'src-b', task: 0 }, ...tasks],
    };
    const { delayMs, members } = divideEagerly(configured, ['B', 'A']);
    expect(delayMs).toBe(0);
    expect(members.get('A')?.all).toEqual({ connectors: ['sink-a'], tasks: [tasks[0], tasks[2]] });
    expect(members.get('B')?.all).toEqual({
      connectors: ['src-b'],
      tasks: [tasks[1], { connector: 'src-b', task: 0 }],
    });
  });

  it('gives every member an assignment, also when there is nothing to do', () => {
    const { members } = divideEagerly({ connectors: [], tasks: [] }, ['A', 'B']);
    expect([...members.keys()]).toEqual(['A', 'B']);
  });
});
