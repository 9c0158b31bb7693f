// Where in an object a problem is: `spec.containers[0].resources.limits[memory]`. Built cheaply on the way down and only
// turned into text when something is wrong. Upstream: apimachinery/pkg/util/validation/field/path.go.

/** A position in an object; children are made with `child`, `index` and `key`. */
export class Path {
  readonly #parent: Path | undefined
  readonly #part: string | number
  readonly #bracket: boolean

  private constructor(parent: Path | undefined, part: string | number, bracket: boolean) {
    this.#parent = parent
    this.#part = part
    this.#bracket = bracket
  }

  /** A path that starts at the named field; `Path.of('spec', 'limits')` is `spec.limits`. */
  static of(name: string, ...more: readonly string[]): Path {
    return new Path(undefined, name, false).child(...more)
  }

  child(...names: readonly string[]): Path {
    let path: Path = this
    for (const name of names) path = new Path(path, name, false)
    return path
  }

  index(i: number): Path {
    return new Path(this, i, true)
  }

  key(k: string): Path {
    return new Path(this, k, true)
  }

  toString(): string {
    const own = this.#bracket ? `[${this.#part}]` : String(this.#part)
    if (this.#parent === undefined) return own
    return this.#bracket ? `${this.#parent}${own}` : `${this.#parent}.${own}`
  }
}
