import { ServiceProcess } from '../process/service-process.ts';
import type { ServiceCommand } from '../process/service-process.ts';
import type { ClassData } from './class-data.ts';
import type { JvmCommand } from './jvm.ts';

// Writing an archive of class data takes seconds, more on a loaded machine.
const recordingGraceMs = 60_000;

/** A server on a JVM, which may record its class data on the way. */
export class JvmProcess {
  readonly process: ServiceProcess;
  readonly #classData: ClassData;

  private constructor(process: ServiceProcess, classData: ClassData) {
    this.process = process;
    this.#classData = classData;
  }

  static async start(
    jvm: JvmCommand,
    service: Omit<ServiceCommand, 'command' | 'args'>,
  ): Promise<JvmProcess> {
    const { command, args, classData } = jvm;
    return new JvmProcess(await ServiceProcess.start({ ...service, command, args }), classData);
  }

  /** A stop that gives the server its time to leave in order. */
  async stop(graceMs: number): Promise<void> {
    const { recording } = this.#classData;
    await this.process.stop(recording === undefined ? graceMs : Math.max(graceMs, recordingGraceMs));
    recording?.finish((await this.process.exited) !== 'SIGKILL');
  }

  /** The end of a server whose state nobody will read: at once, unless it has class data to write. */
  async discard(): Promise<void> {
    await this.stop(0);
  }
}
