// PriorityLevelConfiguration: how many requests of a level the server works on at once, and what becomes of the others.
// Upstream: pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go, pkg/apis/flowcontrol/v1/defaults.go.
import type { PriorityLevelConfiguration } from '../../../../generated/api/flowcontrol.v1.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { schemasOf, statusUpdates } from '../../lib/flowcontrol/dangling.ts'
import { statusRules } from '../../lib/flowcontrol/status.ts'
import { METADATA, semanticEqual, validateCoreObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validate } from './validation.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const DEFAULT_SHARES = 30
const DEFAULT_HAND_SIZE = 8
const DEFAULT_QUEUES = 64
const DEFAULT_QUEUE_LENGTH = 50

function defaults({ spec }: PriorityLevelConfiguration): void {
  const { limited, exempt } = spec
  if (limited !== undefined) {
    limited.nominalConcurrencyShares ??= DEFAULT_SHARES
    limited.lendablePercent ??= 0
    const { queuing } = limited.limitResponse
    if (queuing !== undefined) {
      queuing.handSize ||= DEFAULT_HAND_SIZE
      queuing.queues ||= DEFAULT_QUEUES
      queuing.queueLengthLimit ||= DEFAULT_QUEUE_LENGTH
    }
  }
  if (exempt === undefined) return
  exempt.nominalConcurrencyShares ??= 0
  exempt.lendablePercent ??= 0
}

/** PriorityLevelConfiguration of flowcontrol.apiserver.k8s.io/v1. */
export const kind: KindRules<PriorityLevelConfiguration> = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'PriorityLevelConfiguration',
  name: nameIsDNSSubdomain,
  defaults,
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
  alongside(object, old, context) {
    if (object !== undefined && old !== undefined) return undefined
    return statusUpdates(schemasOf((object ?? old)?.metadata.name ?? '', context), context)
  },
  row({ metadata, spec: { type, limited } }, now) {
    const queuing = limited?.limitResponse.queuing
    return [
      metadata.name,
      type,
      limited?.nominalConcurrencyShares ?? '<none>',
      queuing?.queues ?? '<none>',
      queuing?.handSize ?? '<none>',
      queuing?.queueLengthLimit ?? '<none>',
      age(metadata.creationTimestamp, now),
    ]
  },
}
