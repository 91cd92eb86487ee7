/** Says why a value does not fit the field that its column becomes. */
export class Misfit {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export function misfit(reason: string): Misfit {
  return new Misfit(reason);
}
