// The scale of a custom resource: where its definition says the replicas and the selector are.
// Upstream: apiextensions-apiserver/pkg/registry/customresource/{etcd,validator}.go.
import type { CustomResourceSubresourceScale } from '../../generated/api/apiextensions.v1.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts'
import { type FieldTree, LEAF } from '../api/managed-fields/field-set.ts'
import { goValue } from '../api/managed-fields/typed-validate.ts'
import type { FieldErrors } from '../api/status/field-errors.ts'
import type { ScaleView } from '../api/subresources/scale.ts'
import type { KubeObject } from '../api/types.ts'

const MAX_INT32 = 2_147_483_647

const fieldsOf = (path: string): readonly string[] => path.replace(/^\./, '').split('.')

function at(object: unknown, fields: readonly string[]): unknown {
  return fields.reduce<unknown>((inner, field) => (isJsonObject(inner) ? inner[field] : undefined), object)
}

function withValue(object: JsonObject, [field, ...rest]: readonly string[], value: unknown): JsonObject {
  const inner = object[field!]
  const next = rest.length === 0 ? (value as JsonValue) : withValue(isJsonObject(inner) ? inner : {}, rest, value)
  return { ...object, [field!]: next }
}

function treeOf([field, ...rest]: readonly string[]): FieldTree {
  return { [`f:${field}`]: rest.length === 0 ? LEAF : treeOf(rest) }
}

/** How its replicas are read and written. */
export function scaleView({
  specReplicasPath,
  statusReplicasPath,
  labelSelectorPath,
}: CustomResourceSubresourceScale): ScaleView {
  const spec = fieldsOf(specReplicasPath)
  const status = fieldsOf(statusReplicasPath)
  const selector = labelSelectorPath === undefined ? undefined : fieldsOf(labelSelectorPath)
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
  return {
    spec: (object) => {
      const replicas = at(object, spec)
      return typeof replicas === 'number' ? replicas : undefined
    },
    status: (object) => {
      const text = selector === undefined ? '' : at(object, selector)
      return { replicas: number(at(object, status)), selector: typeof text === 'string' ? text : '' }
    },
    withReplicas: (object, replicas) =>
      withValue(object as unknown as JsonObject, spec, replicas) as unknown as KubeObject,
    path: treeOf(spec),
    customPath: specReplicasPath,
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : value === null ? '<nil>' : 'map[string]interface {}'
}

/** NestedInt64 and NestedString: the value, or why it cannot be had. */
function nested(object: JsonObject, path: string, type: 'int64' | 'string'): unknown | { readonly error: string } {
  let value: unknown = object
  const fields = fieldsOf(path)
  for (const [i, field] of fields.entries()) {
    if (value === undefined || value === null) return undefined
    if (!isJsonObject(value)) {
      const place = `.${fields.slice(0, i + 1).join('.')}`
      return {
        error: `${place} accessor error: ${goValue(value)} is of the type ${goType(value)}, expected map[string]interface{}`,
      }
    }
    value = value[field]
  }
  if (value === undefined || goType(value) === type) return value
  return {
    error: `.${fields.join('.')} accessor error: ${goValue(value)} is of the type ${goType(value)}, expected ${type}`,
  }
}

const isProblem = (found: unknown): found is { readonly error: string } => isJsonObject(found) && 'error' in found

/** Replicas and selector must be of their types where they are. */
export function validateScale(
  object: JsonObject,
  { specReplicasPath, statusReplicasPath, labelSelectorPath }: CustomResourceSubresourceScale,
  errors: FieldErrors,
): void {
  for (const path of [specReplicasPath, statusReplicasPath]) {
    const replicas = nested(object, path, 'int64')
    if (isProblem(replicas)) errors.invalid(path, 0, replicas.error)
    else if (typeof replicas === 'number' && replicas < 0)
      errors.invalid(path, replicas, 'should be a non-negative integer')
    else if (typeof replicas === 'number' && replicas > MAX_INT32) {
      errors.invalid(path, replicas, `should be less than or equal to ${MAX_INT32}`)
    }
  }
  const selector = labelSelectorPath === undefined ? undefined : nested(object, labelSelectorPath, 'string')
  if (isProblem(selector)) errors.invalid(labelSelectorPath!, '', selector.error)
}
