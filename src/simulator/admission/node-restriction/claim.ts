// What a kubelet may change of a claim: its capacity and conditions, when it has resized the file system.
// Upstream: admitPVCStatus in plugin/pkg/admission/noderestriction/admission.go. Limit: the difference a refusal ends with is that
// of the API's own field names and order, where upstream prints its internal types.
import type { PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { internalDiff } from '../../kinds/lib/unified-diff.ts'
import type { AdmissionAttributes } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'

/** Judges writes of claims. */
export function admitClaimStatus(node: string, attributes: AdmissionAttributes): void {
  const { subresource, operation, object, oldObject } = attributes
  if (subresource !== 'status') throw refuse(attributes, 'may only update PVC status')
  if (operation !== 'UPDATE') throw refuse(attributes, `unexpected operation ${quote(operation)}`)
  const old = comparable(oldObject as PersistentVolumeClaim)
  const now = comparable(object as PersistentVolumeClaim)
  if (deepEqual(old, now)) return
  const only = 'is not allowed to update fields other than status.quantity and status.conditions'
  throw refuse(attributes, `node ${quote(node)} ${only}: ${internalDiff(old, now)}`)
}

/** A claim without what a kubelet reports. */
function comparable({ metadata, status, ...rest }: PersistentVolumeClaim): object {
  const { resourceVersion: _version, managedFields: _fields, ...meta } = metadata
  const { capacity: _c, conditions: _s, allocatedResources: _a, allocatedResourceStatuses: _r, ...kept } = status ?? {}
  return { metadata: meta, ...rest, status: kept }
}
