// How a shell leaves what it is in.

/** Leaves loops, functions, the shell. */
export class Leave extends Error {
  readonly what: 'break' | 'continue' | 'return' | 'exit'
  readonly value: number

  constructor(what: Leave['what'], value: number) {
    super(what)
    this.what = what
    this.value = value
  }
}
