// Lease: who holds a role, since when and for how long.
// Upstream: pkg/registry/coordination/lease/strategy.go, pkg/apis/coordination/validation/validation.go.
import type { Lease } from '../../../../generated/api/coordination.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { validateObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { isQualifiedName, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const SPEC = Path.of('spec')
const STRATEGIES = ['OldestEmulationVersion']

function validate({ spec }: Lease, errors: FieldErrors): void {
  const { leaseDurationSeconds: duration, leaseTransitions: transitions, strategy, preferredHolder } = spec
  if (duration !== undefined && duration <= 0) {
    errors.invalid(SPEC.child('leaseDurationSeconds'), duration, 'must be greater than 0')
  }
  if (transitions !== undefined && transitions < 0) {
    errors.invalid(SPEC.child('leaseTransitions'), transitions, 'must be greater than or equal to 0')
  }
  if (strategy !== undefined) validateStrategy(strategy, SPEC.child('strategy', 'strategy'), errors)
  if (preferredHolder && !strategy) {
    errors.forbidden(SPEC.child('preferredHolder'), 'may only be specified if `strategy` is defined')
  }
}

/** Upstream names the field twice. */
function validateStrategy(strategy: string, path: Path, errors: FieldErrors): void {
  if (strategy.includes('/')) errors.invalidAll(path, strategy, isQualifiedName(strategy))
  else if (!STRATEGIES.includes(strategy)) errors.notSupported(path, strategy, STRATEGIES)
}

/** Lease of coordination.k8s.io/v1. */
export const kind: KindRules<Lease> = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  name: nameIsDNSSubdomain,
  metadata: 'generic',
  prepareForCreate({ spec }, { gates }) {
    if (gates.enabled('CoordinatedLeaderElection')) return
    delete spec.strategy
    delete spec.preferredHolder
  },
  validate,
  update: {
    prepare({ spec }, old, { gates }) {
      if (gates.enabled('CoordinatedLeaderElection')) return
      if (old.spec.strategy === undefined) delete spec.strategy
      if (old.spec.preferredHolder === undefined) delete spec.preferredHolder
    },
    validate(object, old, errors) {
      validateObjectMetaUpdate(object.metadata, old.metadata, errors)
      validate(object, errors)
    },
  },
  row: ({ metadata, spec }, now) => [metadata.name, spec.holderIdentity ?? '', age(metadata.creationTimestamp, now)],
}
