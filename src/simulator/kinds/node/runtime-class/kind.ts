// RuntimeClass: which handler of the container runtime runs pods, what it costs on top, and where it is.
// Upstream: pkg/registry/node/runtimeclass/strategy.go, pkg/apis/node/validation/validation.go.
import type { Toleration } from '../../../../generated/api/core.v1.ts'
import type { RuntimeClass, Scheduling } from '../../../../generated/api/node.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { podValidationOptions } from '../../lib/pod-spec/options.ts'
import { validateContainerResources } from '../../lib/pod-spec/resources.ts'
import { validateTolerations } from '../../lib/pod-spec/scheduling/tolerations.ts'
import { oldNodeLabel } from '../../lib/pod-spec/warnings-scheduling.ts'
import {
  METADATA,
  validateImmutableField,
  validateLabels,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '../../lib/validation/metadata.ts'
import { nameIsDNSLabel, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const HANDLER = Path.of('handler')
const OVERHEAD = Path.of('overhead')
const SCHEDULING = Path.of('scheduling')
const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const NO_CLAIMS: ReadonlySet<string> = new Set()

function validate(object: RuntimeClass, errors: FieldErrors, { gates }: KindContext): void {
  const { handler, overhead, scheduling } = object
  if (handler === '') errors.required(HANDLER)
  else errors.invalidAll(HANDLER, handler, nameIsDNSLabel(handler, false))
  const options = podValidationOptions(gates, true)
  if (overhead?.podFixed !== undefined) {
    validateContainerResources({ limits: overhead.podFixed }, NO_CLAIMS, OVERHEAD, errors, options)
  }
  if (scheduling === undefined) return
  validateLabels(scheduling.nodeSelector, SCHEDULING.child('nodeSelector'), errors)
  const tolerations = scheduling.tolerations ?? []
  const path = SCHEDULING.child('tolerations')
  validateTolerations(tolerations, path, errors, options)
  validateUnique(tolerations, path, errors)
}

function validateUnique(tolerations: readonly Toleration[], path: Path, errors: FieldErrors): void {
  const seen = new Set<string>()
  for (const [i, { key = '', operator = '', value = '', effect = '', tolerationSeconds }] of tolerations.entries()) {
    const identity = JSON.stringify([key, operator, value, effect])
    if (seen.has(identity)) {
      const shown = {
        Key: key,
        Operator: operator,
        Value: value,
        Effect: effect,
        TolerationSeconds: tolerationSeconds ?? null,
      }
      errors.duplicate(path.index(i), shown)
    }
    seen.add(identity)
  }
}

function warnings({ scheduling }: { scheduling?: Scheduling | undefined }): readonly string[] {
  return Object.keys(scheduling?.nodeSelector ?? {}).flatMap((label) => {
    const advice = oldNodeLabel(label)
    return advice === undefined ? [] : [`scheduling.nodeSelector: ${advice}`]
  })
}

/** RuntimeClass of node.k8s.io/v1. */
export const kind: KindRules<RuntimeClass> = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  name: nameIsDNSSubdomain,
  metadata: 'generic',
  validate,
  warningsOnCreate: warnings,
  update: {
    validate(object, old, errors, context) {
      validateObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors, context)
      validateObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateImmutableField(object.handler, old.handler, HANDLER, errors)
    },
    warnings,
  },
  row: ({ metadata, handler }, now) => [metadata.name, handler, age(metadata.creationTimestamp, now)],
}
