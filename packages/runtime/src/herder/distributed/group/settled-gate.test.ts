import { describe, expect, it } from 'vitest';
import { SettledGate } from './settled-gate.ts';

describe('the gate of requests', () => {
  it('lets them through while the group is settled, and has them wait until it is', async () => {
    const gate = new SettledGate(1000);
    let passed = 0;
    const waiting = gate.passed().then(() => passed++);
    gate.isOpen = true;
    await waiting;
    await gate.passed();
    gate.isOpen = false;
    const again = gate.passed().then(() => passed++);
    expect(passed).toBe(1);
    gate.isOpen = true;
    await again;
  });

  it('sends them away when they have waited for long, so that they are made again', async () => {
    await expect(new SettledGate(1).passed()).rejects.toMatchObject({ code: 'REBALANCE_UNDERWAY' });
  });

  it('refuses them for good when the worker stops, those that wait too', async () => {
    const gate = new SettledGate(1000);
    const waiting = gate.passed();
    gate.close();
    gate.isOpen = true;
    for (const refused of [waiting, gate.passed()])
      await expect(refused).rejects.toMatchObject({ code: 'WORKER_STOPPING' });
  });
});
