// Seeded chance: everything a real cluster leaves to luck (names, identities, ties) is drawn here, so that a seed is a run.
import type { Random } from '../api/types.ts'

/** The alphabet of generated names: no vowels, no look-alikes (apimachinery/pkg/util/rand). */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'
const HEX = '0123456789abcdef'

/** A small fast generator (sfc32) seeded from one integer. */
export class SeededRandom implements Random {
  #a: number
  #b: number
  #c: number
  #d = 1
  #tape: number[] | undefined
  #heard = 0

  constructor(seed: number) {
    this.#a = seed >>> 0
    this.#b = Math.floor(seed / 0x100000000) >>> 0
    this.#c = 0x9e3779b9
    for (let i = 0; i < 12; i++) this.#draw()
  }

  /** Another that draws the same from here on. */
  copy(): SeededRandom {
    const copy = new SeededRandom(0)
    copy.#a = this.#a
    copy.#b = this.#b
    copy.#c = this.#c
    copy.#d = this.#d
    return copy
  }

  /** What `run` draws is kept on a tape; what is on the tape already comes first. */
  onTape<T>(tape: number[], run: () => T): T {
    const [before, heard] = [this.#tape, this.#heard]
    this.#tape = tape
    this.#heard = 0
    try {
      return run()
    } finally {
      this.#tape = before
      this.#heard = heard
    }
  }

  #next(): number {
    const tape = this.#tape
    if (tape === undefined) return this.#draw()
    if (this.#heard === tape.length) tape.push(this.#draw())
    return tape[this.#heard++]!
  }

  #draw(): number {
    const t = (this.#a + this.#b + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    return t >>> 0
  }

  int(n: number): number {
    return Math.floor((this.#next() / 0x100000000) * n)
  }

  suffix(length = 5): string {
    let text = ''
    for (let i = 0; i < length; i++) text += ALPHABET[this.int(ALPHABET.length)]
    return text
  }

  uuid(): string {
    let text = ''
    for (let word = 0; word < 4; word++) {
      let bits = this.#next()
      for (let i = 0; i < 8; i++) {
        const at = word * 8 + i
        const digit = at === 12 ? 4 : at === 16 ? 8 | (bits & 3) : bits & 15
        text += HEX[digit]
        if (at === 7 || at === 11 || at === 15 || at === 19) text += '-'
        bits >>>= 4
      }
    }
    return text
  }
}
