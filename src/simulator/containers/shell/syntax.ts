// The tree of a shell script (POSIX sh as busybox reads it).

/** A piece of a word. `quoted` pieces are not split and not globbed. */
export type Piece =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | {
      readonly type: 'parameter'
      readonly name: string
      readonly quoted: boolean
      /** `${#name}`. */
      readonly length?: boolean
      /** `:-`, `-`, `:=`, `=`, `:?`, `?`, `:+`, `+`, `%`, `%%`, `#`, `##`. */
      readonly operator?: string
      readonly argument?: Word
    }
  | { readonly type: 'command'; readonly script: Script; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly expression: Word; readonly quoted: boolean }

/** A word before expansion. */
export type Word = readonly Piece[]

/** `2>&1`, `>> file`, `<<EOF`. */
export interface Redirect {
  readonly fd: number
  readonly operator: '<' | '>' | '>>' | '>&' | '<&' | '<<' | '&>'
  readonly target: Word
}

/** One command of any sort. */
export type Command =
  | {
      readonly type: 'simple'
      /** Of its script, from 1 on. */
      readonly line: number
      readonly assignments: readonly { readonly name: string; readonly value: Word }[]
      readonly words: readonly Word[]
      readonly redirects: readonly Redirect[]
    }
  | { readonly type: 'pipeline'; readonly commands: readonly Command[]; readonly not: boolean }
  | { readonly type: 'and' | 'or'; readonly left: Command; readonly right: Command }
  | { readonly type: 'group' | 'subshell'; readonly body: Script; readonly redirects: readonly Redirect[] }
  | {
      readonly type: 'if'
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[]
      readonly otherwise: Script | undefined
      readonly redirects: readonly Redirect[]
    }
  | {
      readonly type: 'while'
      readonly until: boolean
      readonly condition: Script
      readonly body: Script
      readonly redirects: readonly Redirect[]
    }
  | {
      readonly type: 'for'
      readonly name: string
      /** Undefined: the positional parameters. */
      readonly words: readonly Word[] | undefined
      readonly body: Script
      readonly redirects: readonly Redirect[]
    }
  | {
      readonly type: 'case'
      readonly subject: Word
      readonly arms: readonly { readonly patterns: readonly Word[]; readonly body: Script }[]
      readonly redirects: readonly Redirect[]
    }
  | { readonly type: 'function'; readonly name: string; readonly body: Command }

/** Commands one after the other; `background` where one ends in `&`. */
export type Script = readonly { readonly command: Command; readonly background: boolean; readonly text: string }[]

/**
 * What is wrong with a script: something else than a word that could follow, '' being its end; a quote or bracket that nothing
 * closes; or a text in ash's words.
 */
export type SyntaxProblem =
  | string
  | { readonly open: string }
  | { readonly unexpected: string; readonly expecting?: string }

/** A script the shell does not understand. */
export class ShellSyntaxError extends Error {
  readonly problem: SyntaxProblem
  readonly line: number

  constructor(problem: SyntaxProblem, line: number) {
    super('a script that cannot be read')
    this.problem = problem
    this.line = line
  }

  /** What follows might make it whole: the text ended within a command. */
  get incomplete(): boolean {
    const { problem } = this
    return typeof problem !== 'string' && ('open' in problem || problem.unexpected === '')
  }
}

/** An arithmetic expression that has no value, in ash's words. */
export class ArithmeticError extends Error {}

/** An expansion that ends its shell, in the shell's words. */
export class ExpansionError extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}
