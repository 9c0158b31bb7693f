// FlowSchema: which requests share a priority level, and what makes them one flow.
// Upstream: pkg/registry/flowcontrol/flowschema/strategy.go, pkg/apis/flowcontrol/{v1/defaults,validation/validation}.go.
import type { FlowSchema } from '../../../../generated/api/flowcontrol.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { statusUpdates } from '../../lib/flowcontrol/dangling.ts'
import { mandatorySpec } from '../../lib/flowcontrol/mandatory.ts'
import { statusRules, validateStatus } from '../../lib/flowcontrol/status.ts'
import { goForm } from '../../lib/go-form.ts'
import { METADATA, semanticEqual, validateCoreObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validateRule } from './rules.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const SPEC = Path.of('spec')
const PRECEDENCE = SPEC.child('matchingPrecedence')
const LEVEL_NAME = SPEC.child('priorityLevelConfiguration', 'name')
const DEFAULT_PRECEDENCE = 1000
const MAX_PRECEDENCE = 10000
const METHODS = ['ByNamespace', 'ByUser']

function validate(object: FlowSchema, errors: FieldErrors): void {
  const { name = '' } = object.metadata
  validateSpec(object, errors)
  const fixed = mandatorySpec('FlowSchema', name)
  if (fixed !== undefined && !semanticEqual(object.spec, fixed)) {
    const shown = goForm(object.spec, 'flowcontrol.v1.FlowSchemaSpec')
    errors.invalid(SPEC, shown, `spec of '${name}' must equal the fixed value`)
  }
  validateStatus(object, errors)
}

function validateSpec({ metadata, spec }: FlowSchema, errors: FieldErrors): void {
  const { matchingPrecedence: precedence, distinguisherMethod: method, rules = [] } = spec
  if (precedence <= 0) errors.invalid(PRECEDENCE, precedence, 'must be a positive value')
  if (precedence > MAX_PRECEDENCE) errors.invalid(PRECEDENCE, precedence, `must not be greater than ${MAX_PRECEDENCE}`)
  if (precedence === 1 && metadata.name !== 'exempt') {
    errors.invalid(PRECEDENCE, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")
  }
  if (method !== undefined && !METHODS.includes(method.type)) {
    errors.notSupported(SPEC.child('distinguisherMethod', 'type'), { Type: method.type }, METHODS)
  }
  const level = spec.priorityLevelConfiguration.name
  if (level === '') errors.required(LEVEL_NAME, 'must reference a priority level')
  else errors.invalidAll(LEVEL_NAME, level, nameIsDNSSubdomain(level, false))
  for (const [i, rule] of rules.entries()) validateRule(rule, SPEC.child('rules').index(i), errors)
}

/** FlowSchema of flowcontrol.apiserver.k8s.io/v1. */
export const kind: KindRules<FlowSchema> = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'FlowSchema',
  name: nameIsDNSSubdomain,
  defaults({ spec }) {
    if (spec.matchingPrecedence === 0) spec.matchingPrecedence = DEFAULT_PRECEDENCE
  },
  prepareForCreate(object) {
    object.status = {}
    object.metadata.generation = 1
  },
  validate,
  update: {
    prepare(object, old) {
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
      object.status = old.status
    },
    validate(object, _old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
    },
  },
  subresources: { status: statusRules },
  alongside: (object, _old, context) => (object === undefined ? undefined : statusUpdates([object], context)),
  rowOrder: (a, b) => a.spec.matchingPrecedence - b.spec.matchingPrecedence,
  row: ({ metadata, spec, status }, now) => [
    metadata.name,
    spec.priorityLevelConfiguration.name,
    spec.matchingPrecedence,
    spec.distinguisherMethod?.type ?? '<none>',
    age(metadata.creationTimestamp, now),
    status.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?',
  ],
}
