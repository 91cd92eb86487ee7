/** A type as a value: what `type(x)` gives, and `int` by itself means. */
export class TypeName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
