// Expressions about callers: the claims of their tokens, the users they are mapped to, what they ask an authorizer.
// Upstream: apiserver/pkg/{authentication,authorization}/cel/compile.go.
import type { CelEnvironment } from '../check/environment.ts'
import { type CelProgram, compile, isCompileError } from '../expression.ts'
import { ANY, BOOL, type CelType, listOf, mapOf, STRING, structOf } from '../types.ts'
import { baseEnvironment, typeText } from './base.ts'

const object = (name: string, fields: Readonly<Record<string, CelType>>): CelType =>
  structOf(name, new Map(Object.entries(fields)))

const STRINGS = listOf(STRING)
const EXTRA = mapOf(STRING, STRINGS)
const USER = object('kubernetes.UserInfo', { username: STRING, uid: STRING, groups: STRINGS, extra: EXTRA })
const REQUIREMENTS = listOf(
  object('kubernetes.SelectorRequirement', { key: STRING, operator: STRING, values: STRINGS }),
)
const selector = (name: string): CelType => object(name, { rawSelector: STRING, requirements: REQUIREMENTS })
const REVIEW = object('kubernetes.SubjectAccessReviewSpec', {
  resourceAttributes: object('kubernetes.ResourceAttributes', {
    namespace: STRING,
    verb: STRING,
    group: STRING,
    version: STRING,
    resource: STRING,
    subresource: STRING,
    name: STRING,
    fieldSelector: selector('kubernetes.FieldSelectorAttributes'),
    labelSelector: selector('kubernetes.LabelSelectorAttributes'),
  }),
  nonResourceAttributes: object('kubernetes.NonResourceAttributes', { path: STRING, verb: STRING }),
  user: STRING,
  groups: STRINGS,
  extra: EXTRA,
  uid: STRING,
})

/** What an expression may name: the claims of a token, a user, a review's spec. */
const VARIABLES = { claims: mapOf(STRING, ANY), user: USER, request: REVIEW } as const

/** The variable an expression is over. */
export type AccessVariable = keyof typeof VARIABLES

const environments = new Map<AccessVariable, CelEnvironment>()

/** Compiles an expression that must yield a boolean, or (`any`) anything; or says why it is refused. */
export function compileAccess(
  text: string,
  variable: AccessVariable,
  yields: 'bool' | 'any',
): CelProgram | { readonly problem: string } {
  let environment = environments.get(variable)
  if (environment === undefined) {
    environment = baseEnvironment().extend({ variables: { [variable]: VARIABLES[variable] }, bindings: true })
    environments.set(variable, environment)
  }
  const made = compile(text, environment)
  if (isCompileError(made)) return { problem: `compilation failed: ${made.error}` }
  if (yields === 'any' || made.type.text === BOOL.text) return made
  const but = variable === 'request' ? ` but got ${typeText(made.type)}` : ''
  return { problem: `must evaluate to bool${but}` }
}
