import { describe, expect, it } from 'vitest';
import { aptPackage, runProgram } from '../src/index.ts';

describe('a Debian package', () => {
  it('gives the path of its program, which then runs', async () => {
    const kcat = await aptPackage('kcat');
    const { exitCode, stdout, stderr } = await runProgram(kcat, ['-V']);
    expect(exitCode).toBe(0);
    expect(stdout + stderr).toContain('librdkafka');
  });

  it('is named in the message when it does not exist', async () => {
    await expect(aptPackage('sluice-no-such-package')).rejects.toThrow(
      /apt-get install sluice-no-such-package/,
    );
  });
});
