/** What another worker refused a request with; it is answered with the same. */
export class RelayedAnswer extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RelayedAnswer';
    this.status = status;
  }
}
