// CSIDriver: what a storage driver can do and wants. Upstream: pkg/registry/storage/csidriver/strategy.go.
import type { CSIDriver, CSIDriverSpec } from '../../../../generated/api/storage.v1.ts'
import { Path } from '../../../api/status/path.ts'
import type { FeatureGates } from '../../../api/types.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { semanticEqual, validateCoreObjectMetaUpdate, validateImmutableField } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { validateDriverSpec } from './validation.ts'

const SPEC = Path.of('spec')
const TOKENS_IN_SECRETS =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes'
/** Fields and the gates that let them be set. */
const GATED = [
  ['seLinuxMount', 'SELinuxMountReadWriteOncePod'],
  ['nodeAllocatableUpdatePeriodSeconds', 'MutableCSINodeAllocatableCount'],
  ['serviceAccountTokenInSecrets', 'CSIServiceAccountTokenSecrets'],
  ['preventPodSchedulingIfMissing', 'VolumeLimitScaling'],
] as const

function setDefaults({ spec }: CSIDriver): void {
  spec.attachRequired ??= true
  spec.podInfoOnMount ??= false
  spec.storageCapacity ??= false
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
  if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent']
  spec.requiresRepublish ??= false
  spec.seLinuxMount ??= false
}

/** What a gate that is off keeps out; an update may keep what was there. */
function dropDisabled(spec: CSIDriverSpec, old: CSIDriverSpec | undefined, gates: FeatureGates): void {
  for (const [field, gate] of GATED) {
    if (old?.[field] === undefined && !gates.enabled(gate)) delete spec[field]
    else if (field === 'preventPodSchedulingIfMissing' && gates.enabled(gate)) spec[field] ??= false
  }
}

const leaksTokens = ({ spec }: CSIDriver, gates: FeatureGates): boolean =>
  gates.enabled('CSIServiceAccountTokenSecrets') &&
  (spec.tokenRequests?.length ?? 0) > 0 &&
  spec.serviceAccountTokenInSecrets === undefined

/** CSIDriver of storage.k8s.io/v1. */
export const kind: KindRules<CSIDriver> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  name: nameIsDNSSubdomain,
  defaults: setDefaults,
  prepareForCreate: (object, { gates }) => dropDisabled(object.spec, undefined, gates),
  validate: (object, errors, { gates }) => validateDriverSpec(object.spec, errors, gates),
  warningsOnCreate: (object, { gates }) => (leaksTokens(object, gates) ? [TOKENS_IN_SECRETS] : []),
  update: {
    prepare(object, old, { gates }) {
      dropDisabled(object.spec, old.spec, gates)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, { gates }) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateDriverSpec(object.spec, errors, gates)
      const fixed = (field: 'attachRequired' | 'volumeLifecycleModes', name: string): void =>
        validateImmutableField(object.spec[field], old.spec[field], SPEC.child(name), errors)
      fixed('attachRequired', 'attachedRequired')
      fixed('volumeLifecycleModes', 'volumeLifecycleModes')
    },
    warnings: (object, old, { gates }) =>
      leaksTokens(object, gates) && !semanticEqual(object.spec.tokenRequests, old.spec.tokenRequests)
        ? [TOKENS_IN_SECRETS]
        : [],
  },
  row: ({ metadata, spec }, now) => [
    metadata.name,
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
    spec.requiresRepublish ?? false,
    spec.volumeLifecycleModes?.join(',') || '<none>',
    age(metadata.creationTimestamp, now),
  ],
}
