// What an expression may name: variables, types and functions. Environments extend one another without copying.
// Upstream: cel-go checker/env.go, cel/env.go.
import type { FunctionDeclaration } from '../library/declaration.ts'
import type { CelType } from '../types.ts'

/** The names an expression may use. */
export class CelEnvironment {
  readonly #functions: ReadonlyMap<string, FunctionDeclaration>
  readonly #variables: ReadonlyMap<string, CelType>
  readonly #types: (name: string) => CelType | undefined
  readonly #parent: CelEnvironment | undefined
  /** cel.bind(name, value, expression) is understood. */
  readonly bindings: boolean

  constructor(
    functions: ReadonlyMap<string, FunctionDeclaration>,
    variables: ReadonlyMap<string, CelType> = new Map(),
    types: (name: string) => CelType | undefined = () => undefined,
    parent?: CelEnvironment,
    bindings = false,
  ) {
    this.bindings = bindings || parent?.bindings === true
    this.#functions = functions
    this.#variables = variables
    this.#types = types
    this.#parent = parent
  }

  /** An environment that knows more. */
  extend(more: {
    readonly variables?: Readonly<Record<string, CelType>> | ReadonlyMap<string, CelType>
    readonly functions?: ReadonlyMap<string, FunctionDeclaration>
    readonly types?: (name: string) => CelType | undefined
    readonly bindings?: boolean
  }): CelEnvironment {
    const variables = more.variables instanceof Map ? more.variables : new Map(Object.entries(more.variables ?? {}))
    return new CelEnvironment(more.functions ?? new Map(), variables, more.types, this, more.bindings)
  }

  variable(name: string): CelType | undefined {
    return this.#variables.get(name) ?? this.#parent?.variable(name)
  }

  /** A type that can be named: `int`, or an object type for `Name{…}`. */
  type(name: string): CelType | undefined {
    return this.#types(name) ?? this.#parent?.type(name)
  }

  function(name: string): FunctionDeclaration | undefined {
    return this.#functions.get(name) ?? this.#parent?.function(name)
  }
}
