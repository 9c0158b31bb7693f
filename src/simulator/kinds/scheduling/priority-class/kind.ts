// PriorityClass: a name for how important pods are.
// Upstream: pkg/registry/scheduling/priorityclass/strategy.go, pkg/apis/scheduling/{validation,v1}.
import type { PriorityClass } from '../../../../generated/api/scheduling.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateCoreObjectMetaUpdate, validateImmutableField } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const VALUE = Path.of('value')
const PREEMPTION_POLICY = Path.of('preemptionPolicy')
const SYSTEM_PREFIX = 'system-'
const HIGHEST_USER_PRIORITY = 1_000_000_000
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
])
const POLICIES = ['PreemptLowerPriority', 'Never']

function systemProblem(name: string, { value, globalDefault = false }: PriorityClass): string | undefined {
  const known = SYSTEM_CLASSES.get(name)
  if (known === undefined) return `${name} is not a known system priority class`
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined
}

function validate(object: PriorityClass, errors: FieldErrors): void {
  const name = object.metadata.name ?? ''
  if (name.startsWith(SYSTEM_PREFIX)) {
    const problem = systemProblem(name, object)
    const reserved = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only`
    if (problem !== undefined) errors.forbidden('metadata.name', `${reserved}. error: ${problem}`)
  } else if (object.value > HIGHEST_USER_PRIORITY) {
    errors.forbidden(VALUE, `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)
  }
  const policy = object.preemptionPolicy
  if (policy === undefined) return
  if (policy === '') errors.required(PREEMPTION_POLICY)
  else if (!POLICIES.includes(policy)) errors.notSupported(PREEMPTION_POLICY, policy, POLICIES)
}

/** PriorityClass of scheduling.k8s.io/v1. */
export const kind: KindRules<PriorityClass> = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  name: nameIsDNSSubdomain,
  defaults(object) {
    object.preemptionPolicy ??= 'PreemptLowerPriority'
  },
  prepareForCreate(object) {
    object.metadata.generation = 1
  },
  validate,
  update: {
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      if (object.value !== old.value) errors.forbidden(VALUE, 'may not be changed in an update.')
      validateImmutableField(object.preemptionPolicy, old.preemptionPolicy, PREEMPTION_POLICY, errors)
    },
  },
  undeletable: (name) =>
    SYSTEM_CLASSES.has(name) ? 'this is a system priority class and cannot be deleted' : undefined,
  row: ({ metadata, value, globalDefault = false, preemptionPolicy = '' }, now) => [
    metadata.name,
    value,
    globalDefault,
    age(metadata.creationTimestamp, now),
    preemptionPolicy,
  ],
}
