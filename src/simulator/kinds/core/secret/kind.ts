// Secret: named bytes with a type that says which must be there.
// Upstream: pkg/registry/core/secret/strategy.go, Convert_v1_Secret_To_core_Secret in pkg/apis/core/v1/conversion.go.
import type { Secret } from '../../../../generated/api/core.v1.ts'
import { sortedMap } from '../../../../model/sorted-map.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { tlsWarnings } from './tls.ts'
import { validateSecret, validateSecretUpdate } from './validation.ts'

/** What stringData says wins over data, and is gone afterwards. */
function mergeStringData(object: Secret): void {
  if (object.stringData === undefined) return
  const data: Record<string, string> = { ...object.data }
  for (const key in object.stringData) {
    data[key] = Buffer.from(object.stringData[key] ?? '', 'utf8').toString('base64')
  }
  delete object.stringData
  object.data = sortedMap(data)
}

/** Secret of v1. */
export const kind: KindRules<Secret> = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: nameIsDNSSubdomain,
  defaults(object) {
    object.type ||= 'Opaque'
    mergeStringData(object)
  },
  validate: (object, errors) => validateSecret(object, errors),
  warningsOnCreate: tlsWarnings,
  update: {
    prepare(object, old) {
      object.type ||= old.type
    },
    validate: (object, old, errors) => validateSecretUpdate(object, old, errors),
    warnings: tlsWarnings,
  },
  fieldNames: ['metadata.name', 'metadata.namespace', 'type'],
  fields: (object) => ({ type: object.type ?? '' }),
  row: (object, now) => [
    object.metadata.name,
    object.type ?? '',
    Object.keys(object.data ?? {}).length,
    age(object.metadata.creationTimestamp, now),
  ],
}
