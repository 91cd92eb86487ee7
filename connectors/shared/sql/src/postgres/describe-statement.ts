import type { Client, Connection, FieldDef, Submittable } from 'pg';

/** Messages of the protocol that the driver can send but does not declare. */
interface DescribingConnection {
  parse(query: { readonly text: string }, more: boolean): void;
  describe(target: { readonly type: 'S'; readonly name: string }, more: boolean): void;
  sync(): void;
}

/** Has the server say which columns a statement has, without running it. */
export function describeStatement(client: Client, text: string): Promise<readonly FieldDef[]> {
  return new Promise((resolve, reject) => {
    client.query(new Description(text, { resolve, reject }));
  });
}

interface Outcome {
  readonly resolve: (fields: readonly FieldDef[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The driver calls the methods for the messages that come in. */
class Description implements Submittable {
  readonly #text: string;
  readonly #outcome: Outcome;
  #fields: readonly FieldDef[] = [];
  #error: unknown = null;

  constructor(text: string, outcome: Outcome) {
    this.#text = text;
    this.#outcome = outcome;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as DescribingConnection;
    wire.parse({ text: this.#text }, true);
    wire.describe({ type: 'S', name: '' }, true);
    wire.sync();
  }

  handleRowDescription(message: { readonly fields: readonly FieldDef[] }): void {
    this.#fields = message.fields;
  }

  handleError(error: unknown): void {
    this.#error = error;
    // After the end of the connection nothing else will come.
    this.#outcome.reject(error);
  }

  handleReadyForQuery(): void {
    if (this.#error === null) this.#outcome.resolve(this.#fields);
  }
}
