// ResourceSlice: some devices of a driver's pool. Upstream: pkg/registry/resource/resourceslice/strategy.go,
// printResourceSlice in pkg/printers/internalversion/printers.go.
import type { Device, ResourceSlice } from '../../../../generated/api/resource.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { semanticEqual, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { dropDisabledFields } from './disabled-fields.ts'
import { validateSliceSpec } from './validation.ts'

function defaultDevice({ nodeAllocatableResourceMappings }: Device): void {
  for (const name in nodeAllocatableResourceMappings) {
    nodeAllocatableResourceMappings[name]!.allocationMultiplier ??= '1'
  }
}

/** Upstream defaults the time on decoding; here the clock is known only now. */
function stampTaints({ spec }: ResourceSlice, { now }: KindContext): void {
  for (const { taints } of spec.devices ?? []) for (const taint of taints ?? []) taint.timeAdded ??= now
}

function warnings({ spec: { driver } }: ResourceSlice): readonly string[] {
  if (driver === driver.toLowerCase()) return []
  return [`spec.driver: driver names should be lowercase; ${quote(driver)} contains uppercase characters`]
}

/** ResourceSlice of resource.k8s.io/v1. */
export const kind: KindRules<ResourceSlice> = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  name: nameIsDNSSubdomain,
  defaults({ spec }) {
    for (const device of spec.devices ?? []) defaultDevice(device)
  },
  prepareForCreate(object, context) {
    stampTaints(object, context)
    object.metadata.generation = 1
    dropDisabledFields(object, context.gates)
  },
  validate: ({ spec }, errors) => validateSliceSpec(spec, errors),
  warningsOnCreate: warnings,
  update: {
    prepare(object, old, context) {
      stampTaints(object, context)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
      dropDisabledFields(object, context.gates, old)
    },
    validate(object, old, errors) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateSliceSpec(object.spec, errors, old.spec)
    },
    warnings,
  },
  fieldNames: ['metadata.name', 'spec.nodeName', 'spec.driver'],
  refusedField: (field) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
  fields: ({ spec }) => ({ 'spec.nodeName': spec.nodeName ?? '', 'spec.driver': spec.driver }),
  row: ({ metadata, spec }, now) => [
    metadata.name,
    spec.nodeName ?? '',
    spec.driver,
    spec.pool.name,
    age(metadata.creationTimestamp, now),
  ],
}
