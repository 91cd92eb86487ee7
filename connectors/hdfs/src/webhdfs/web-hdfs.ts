import { ConnectionLostError, isConnectionLost } from '@sluice/connect-api';
import { failureOf, isStandby, remoteFailureOf } from './remote-failure.ts';
import { Requester, type Answer } from './request.ts';
import { Upload } from './upload.ts';

export interface WebHdfsOptions {
  /** NameNodes or HttpFS gateways, with the path before the files: `http://host:9870/webhdfs/v1`. */
  readonly urls: readonly URL[];
  /** Who asks: `user.name`, or `delegation` with a token. */
  readonly identity: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Aborted when the task is asked to stop. */
  readonly signal: AbortSignal;
}

export interface FileStatus {
  readonly name: string;
  readonly isFile: boolean;
  readonly length: number;
}

/** What is left of quotas; `null` where there is none. */
export interface Quota {
  readonly names: number | null;
  readonly bytes: number | null;
}

interface RawSummary {
  readonly directoryCount: number;
  readonly fileCount: number;
  readonly quota: number;
  readonly spaceConsumed: number;
  readonly spaceQuota: number;
}

interface RawStatus {
  readonly pathSuffix: string;
  readonly type: string;
  readonly length: number;
}

interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Files of HDFS over its REST interface. What fails throws a RetriableError where waiting may help. */
export class WebHdfs {
  readonly #options: WebHdfsOptions;
  readonly #requester: Requester;
  #active = 0;

  constructor(options: WebHdfsOptions) {
    this.#options = options;
    this.#requester = new Requester(options.signal);
  }

  async makeFolder(path: string): Promise<void> {
    await this.#ask('create the folder', { method: 'PUT', path, query: { op: 'MKDIRS' } });
  }

  /** Whether it was renamed; not when there is nothing to rename, or something at its new place. */
  async rename(path: string, destination: string): Promise<boolean> {
    const answer = await this.#ask('rename', { method: 'PUT', path, query: { op: 'RENAME', destination } });
    return (JSON.parse(answer.body.toString()) as { readonly boolean: boolean }).boolean;
  }

  async remove(path: string): Promise<void> {
    await this.#ask('remove', { method: 'DELETE', path, query: { op: 'DELETE', recursive: 'true' } });
  }

  /** `null` when there is nothing. */
  async status(path: string): Promise<FileStatus | null> {
    const answer = await this.#askFor('look at', { method: 'GET', path, query: { op: 'GETFILESTATUS' } });
    if (answer === null) return null;
    return statusOf((JSON.parse(answer.body.toString()) as { readonly FileStatus: RawStatus }).FileStatus);
  }

  /** @throws ConnectError when files and folders may not be made in it. */
  async checkWritable(path: string): Promise<void> {
    await this.#ask('permit writing to', {
      method: 'GET',
      path,
      query: { op: 'CHECKACCESS', fsaction: '-wx' },
    });
  }

  async quota(path: string): Promise<Quota> {
    const answer = await this.#ask('sum up', { method: 'GET', path, query: { op: 'GETCONTENTSUMMARY' } });
    const { ContentSummary: summary } = JSON.parse(answer.body.toString()) as {
      readonly ContentSummary: RawSummary;
    };
    const left = (quota: number, used: number): number | null => (quota < 0 ? null : quota - used);
    return {
      names: left(summary.quota, summary.directoryCount + summary.fileCount),
      bytes: left(summary.spaceQuota, summary.spaceConsumed),
    };
  }

  /** What is in a folder behind a name, page by page; nothing when there is no such folder. */
  async *list(path: string, after: string | null): AsyncGenerator<readonly FileStatus[]> {
    let startAfter = after;
    for (;;) {
      // NameNodes know it by the one name, HttpFS by the other.
      const position = startAfter;
      const query = {
        op: 'LISTSTATUS_BATCH',
        ...(position === null ? {} : { startafter: position, startAfter: position }),
      };
      const answer = await this.#askFor('list', { method: 'GET', path, query });
      if (answer === null) return;
      const { DirectoryListing: page } = JSON.parse(answer.body.toString()) as {
        readonly DirectoryListing: {
          readonly partialListing: { readonly FileStatuses: { readonly FileStatus: readonly RawStatus[] } };
          readonly remainingEntries: number;
        };
      };
      const statuses = page.partialListing.FileStatuses.FileStatus.map(statusOf);
      // HttpFS begins anew whatever it is told.
      yield statuses.filter(({ name }) => isBehind(name, position));
      const last = statuses.at(-1)?.name;
      if (page.remainingEntries === 0 || last === undefined || last === startAfter) return;
      startAfter = last;
    }
  }

  /** Begins a file; `append` goes on with one that is there. */
  async upload(path: string, kind: 'create' | 'append'): Promise<Upload> {
    const call: Call =
      kind === 'create'
        ? { method: 'PUT', path, query: { op: 'CREATE', overwrite: 'true' } }
        : { method: 'POST', path, query: { op: 'APPEND' } };
    const { location } = await this.#ask(kind, call);
    if (location === null) throw new ConnectionLostError('HDFS did not say which of its nodes takes a file');
    const url = new URL(location);
    const request = this.#requester.begin({ method: call.method, url }, true);
    return new Upload(request, { url, what: `write ${path}`, timeoutMs: this.#options.timeoutMs });
  }

  close(): void {
    this.#requester.close();
  }

  async #ask(what: string, call: Call): Promise<Answer> {
    const answer = await this.#anyNode(call);
    if (answer.status >= 400) throw failureOf(`${what} ${call.path}`, answer);
    return answer;
  }

  /** `null` when there is no such file. */
  async #askFor(what: string, call: Call): Promise<Answer | null> {
    const answer = await this.#anyNode(call);
    if (answer.status === 404 && remoteFailureOf(answer)?.exception === 'FileNotFoundException') return null;
    if (answer.status >= 400) throw failureOf(`${what} ${call.path}`, answer);
    return answer;
  }

  /** Asks the node that answered last, and the others when it is away or standing by. */
  async #anyNode(call: Call): Promise<Answer> {
    const { urls, timeoutMs } = this.#options;
    let failure: unknown = null;
    for (let tries = 0; tries < urls.length; tries += 1) {
      try {
        const answer = await this.#requester.send({ method: call.method, url: this.#urlOf(call), timeoutMs });
        const remote = answer.status < 400 ? null : remoteFailureOf(answer);
        if (remote === null || !isStandby(remote)) return answer;
        failure = failureOf(`answer, since the node at ${this.#base.host} stands by`, answer);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        failure = error;
      }
      this.#active = (this.#active + 1) % urls.length;
    }
    throw failure;
  }

  get #base(): URL {
    return this.#options.urls[this.#active] as URL;
  }

  #urlOf({ path, query }: Call): URL {
    const url = new URL(this.#base);
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    url.pathname = `${url.pathname.replace(/\/$/, '')}${encoded}`;
    url.search = new URLSearchParams({ ...query, ...this.#options.identity }).toString();
    return url;
  }
}

/** In the order of a NameNode, by bytes. */
function isBehind(name: string, other: string | null): boolean {
  return other === null || Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;
}

function statusOf({ pathSuffix, type, length }: RawStatus): FileStatus {
  return { name: pathSuffix, isFile: type === 'FILE', length };
}
