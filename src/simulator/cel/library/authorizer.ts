// Asking who may do what from within an expression. What decides is given as a function. Upstream: apiserver/pkg/cel/library/authz.go.
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../kinds/lib/validation/name-rules.ts'
import { AUTHORIZER, type CelType, DECISION, GROUP_CHECK, PATH_CHECK, RESOURCE_CHECK } from '../types.ts'
import { fail } from '../values/failure.ts'
import { OpaqueValue } from '../values/value.ts'
import { authorization, selector } from './costs.ts'
import type { Library } from './declaration.ts'

/** Who asks: undefined for the user of the request. */
export interface CheckedUser {
  readonly namespace: string
  readonly name: string
}

/** What is asked. */
export interface AccessCheck {
  readonly serviceAccount: CheckedUser | undefined
  readonly path: string | undefined
  readonly group: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  readonly fieldSelector: string
  readonly labelSelector: string
  readonly verb: string
}

/** What was decided. */
export interface AccessDecision {
  readonly allowed: boolean
  readonly reason: string
  readonly error?: string
}

export type DecideAccess = (check: AccessCheck) => AccessDecision

class CheckValue extends OpaqueValue {
  readonly type: CelType
  readonly decide: DecideAccess
  readonly check: AccessCheck
  constructor(type: CelType, decide: DecideAccess, check: AccessCheck) {
    super()
    this.type = type
    this.decide = decide
    this.check = check
  }
  with(type: CelType, more: Partial<AccessCheck>): CheckValue {
    return new CheckValue(type, this.decide, { ...this.check, ...more })
  }
  equals(other: OpaqueValue): boolean {
    return this === other
  }
}

class DecisionValue extends OpaqueValue {
  readonly decision: AccessDecision
  constructor(decision: AccessDecision) {
    super()
    this.decision = decision
  }
  get type(): CelType {
    return DECISION
  }
  equals(other: OpaqueValue): boolean {
    return this === other
  }
}

const NOTHING: AccessCheck = {
  serviceAccount: undefined,
  path: undefined,
  group: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  fieldSelector: '',
  labelSelector: '',
  verb: '',
}

/** The value of `authorizer`. */
export const authorizerValue = (decide: DecideAccess): OpaqueValue => new CheckValue(AUTHORIZER, decide, NOTHING)

/** The value of `authorizer.requestResource`. */
export const requestResourceValue = (decide: DecideAccess, check: Partial<AccessCheck>): OpaqueValue =>
  new CheckValue(RESOURCE_CHECK, decide, { ...NOTHING, ...check })

const check = (value: CheckValue, verb: string): DecisionValue =>
  new DecisionValue(value.decide({ ...value.check, verb }))
function serviceAccount(value: CheckValue, namespace: string, name: string): CheckValue {
  if (nameIsDNSSubdomain(name, false).length > 0) return fail('Invalid service account name')
  if (nameIsDNSLabel(namespace, false).length > 0) return fail('Invalid service account namespace')
  return value.with(AUTHORIZER, { serviceAccount: { namespace, name } })
}
const notEmpty = (what: string, text: string): string => (text.trim() === '' ? fail(`${what} must not be empty`) : text)
const set =
  (field: keyof AccessCheck) =>
  (value: CheckValue, text: string): CheckValue =>
    value.with(RESOURCE_CHECK, { [field]: text })

/** authorizer.group('apps').resource('deployments').check('create').allowed(). */
export const AUTHORIZATION: Library = {
  members: [
    [
      'Authorizer.path(string) PathCheck',
      (a: CheckValue, path: string) => a.with(PATH_CHECK, { path: notEmpty('path', path) }),
    ],
    ['Authorizer.group(string) GroupCheck', (a: CheckValue, group: string) => a.with(GROUP_CHECK, { group })],
    ['Authorizer.serviceAccount(string, string) Authorizer', serviceAccount],
    [
      'GroupCheck.resource(string) ResourceCheck',
      (a: CheckValue, resource: string) => a.with(RESOURCE_CHECK, { resource: notEmpty('resource', resource) }),
    ],
    ['ResourceCheck.subresource(string) ResourceCheck', set('subresource')],
    ['ResourceCheck.namespace(string) ResourceCheck', set('namespace')],
    ['ResourceCheck.name(string) ResourceCheck', set('name')],
    ['ResourceCheck.fieldSelector(string) ResourceCheck', set('fieldSelector'), selector],
    ['ResourceCheck.labelSelector(string) ResourceCheck', set('labelSelector'), selector],
    ['PathCheck.check(string) Decision', check, authorization],
    ['ResourceCheck.check(string) Decision', check, authorization],
    ['Decision.errored() bool', ({ decision }: DecisionValue) => decision.error !== undefined],
    ['Decision.error() string', ({ decision }: DecisionValue) => decision.error ?? ''],
    ['Decision.allowed() bool', ({ decision }: DecisionValue) => decision.allowed],
    ['Decision.reason() string', ({ decision }: DecisionValue) => decision.reason],
  ],
}
