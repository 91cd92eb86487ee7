import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceProcess } from './service-process.ts';
import { makeTempFolder } from './temp-folder.ts';
import type { TempFolder } from './temp-folder.ts';

let folder: TempFolder;
beforeEach(async () => {
  folder = await makeTempFolder('process-test');
});
afterEach(async () => {
  await folder.remove();
});

function shell(script: string): Promise<ServiceProcess> {
  return ServiceProcess.start({
    name: 'the service',
    command: 'sh',
    args: ['-c', script],
    logFile: join(folder.path, 'log'),
  });
}

/** A process that is dead, but whose parent has not asked for its exit code yet, has the state Z. */
function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a service process', () => {
  it('is killed with all its children when it ignores SIGTERM', async () => {
    const service = await shell('trap "" TERM; sleep 600 & echo $!; wait; wait');
    await expect.poll(() => service.logTail()).toMatch(/\d/);
    const child = Number(service.logTail());
    await service.stop(50);
    expect(await service.exited).toBe('SIGKILL');
    await expect.poll(() => runs(child)).toBe(false);
  });

  it('stops by itself on SIGTERM when given the time', async () => {
    const service = await shell('trap "exit 7" TERM; echo up; while :; do sleep 0.01; done');
    await expect.poll(() => service.logTail()).toBe('up');
    await service.stop(10_000);
    expect(await service.exited).toBe('exit code 7');
  });

  it('can be frozen, and killed when frozen', async () => {
    // Not a child of the shell: one stopped in a vfork would keep its parent from being stopped.
    const service = await shell('exec sleep 600');
    await service.kill('SIGSTOP');
    await expect.poll(() => readFile(`/proc/${service.pid}/stat`, 'utf8')).toMatch(/\) T /);
    await service.kill();
    expect(service.alive).toBe(false);
  });

  it('is not taken for ready when it ended and a stranger answers in its place', async () => {
    const stranger = createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    const { port } = stranger.address() as AddressInfo;
    const service = await shell('echo the port is taken; exit 3');
    const probe = async (): Promise<boolean> => {
      await service.exited;
      return (await fetch(`http://127.0.0.1:${port}`)).ok;
    };
    await expect(service.untilReady({ probe, timeoutMs: 10_000 })).rejects.toThrow(
      /the service ended: exit code 3.*the port is taken/s,
    );
    stranger.close();
  });

  it('says what its check complained about when it does not get ready in time', async () => {
    const service = await shell('sleep 600');
    const probe = (): Promise<boolean> => Promise.reject(new Error('nobody home'));
    await expect(service.untilReady({ probe, timeoutMs: 50 })).rejects.toThrow(
      /not ready after 50 ms.*nobody home/s,
    );
    await service.kill();
  });

  it('rejects when the program does not exist', async () => {
    const command = { name: 'x', command: '/no/such/program', args: [], logFile: join(folder.path, 'log') };
    await expect(ServiceProcess.start(command)).rejects.toThrow(/ENOENT/);
  });

  it.each(['SIGKILL', 'SIGINT', 'SIGTERM'] as const)(
    'is gone, and so are its files, after its owner got %s',
    async (signal) => {
      const owner = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'owner.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const line = await new Promise<string>((resolve) =>
        owner.stdout.once('data', (data) => resolve(String(data))),
      );
      const { pid, path } = JSON.parse(line) as { pid: number; path: string };
      expect(runs(pid)).toBe(true);
      expect(existsSync(path)).toBe(true);
      owner.kill(signal);
      await expect.poll(() => runs(pid), { timeout: 5000 }).toBe(false);
      await expect.poll(() => existsSync(path), { timeout: 5000 }).toBe(false);
    },
  );
});
