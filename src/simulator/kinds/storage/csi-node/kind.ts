// CSINode: which storage drivers run on a node. Upstream: pkg/registry/storage/csinode/strategy.go, ValidateCSINode in
// pkg/apis/storage/validation/validation.go.
import type { CSINode, CSINodeDriver } from '../../../../generated/api/storage.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { validateCSIDriverName } from '../../lib/pod-spec/volumes/local-sources.ts'
import {
  FIELD_IMMUTABLE,
  METADATA,
  semanticEqual,
  validateCoreObjectMeta,
  validateNonnegativeField,
} from '../../lib/validation/metadata.ts'
import { byteLength, isQualifiedName, nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }
const DRIVERS = Path.of('spec', 'drivers')
const MAX_NODE_ID = 256

function validate({ spec }: CSINode, errors: FieldErrors): void {
  const names = new Set<string>()
  for (const [i, driver] of (spec.drivers ?? []).entries()) validateDriver(driver, names, DRIVERS.index(i), errors)
}

function validateDriver(driver: CSINodeDriver, names: Set<string>, path: Path, errors: FieldErrors): void {
  const { name, nodeID, topologyKeys, allocatable } = driver
  validateCSIDriverName(name, path.child('name'), errors)
  if (nodeID === '') errors.required(path.child('nodeID'))
  if (byteLength(nodeID) > MAX_NODE_ID) {
    errors.invalid(path.child('nodeID'), nodeID, `must be ${MAX_NODE_ID} characters or less`)
  }
  if (allocatable?.count !== undefined) {
    validateNonnegativeField(allocatable.count, path.child('allocatable', 'count'), errors)
  }
  if (names.has(name)) errors.duplicate(path.child('name'), name)
  names.add(name)
  const keys = new Set<string>()
  for (const key of topologyKeys ?? []) {
    if (key === '') errors.required(path)
    if (keys.has(key)) errors.duplicate(path, key)
    keys.add(key)
    errors.invalidAll(path, key, isQualifiedName(key))
  }
}

/** A driver that stays must stay as it is, but for how many volumes it can take. */
function validateDrivers({ spec }: CSINode, old: CSINode, errors: FieldErrors, { gates }: KindContext): void {
  const countless = gates.enabled('MutableCSINodeAllocatableCount')
  const form = ({ allocatable, ...rest }: CSINodeDriver): CSINodeDriver =>
    countless || allocatable === undefined ? rest : { ...rest, allocatable }
  for (const before of old.spec.drivers ?? []) {
    for (const now of spec.drivers ?? []) {
      if (before.name !== now.name || semanticEqual(form(now), form(before))) continue
      errors.invalid(DRIVERS, internalForm('CSINodeDriver', form(now)), FIELD_IMMUTABLE)
    }
  }
}

/** CSINode of storage.k8s.io/v1. */
export const kind: KindRules<CSINode> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  name: nameIsDNSSubdomain,
  validate,
  update: {
    validate(object, old, errors, context) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validate(object, errors)
      validateDrivers(object, old, errors, context)
    },
  },
  row: ({ metadata, spec }, now) => [metadata.name, spec.drivers?.length ?? 0, age(metadata.creationTimestamp, now)],
}
