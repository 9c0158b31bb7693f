// Types that mutating policies make: `Object{…}` with any fields, `JSONPatch{…}`. Upstream: apiserver/pkg/cel/mutation.
import { type CelType, DYN, STRING, struct } from '../types.ts'
import { CelFailure, fail } from '../values/failure.ts'
import { toJson } from '../values/json.ts'
import { type CelValue, type ListValue, typeName as nameOf, StructValue } from '../values/value.ts'

const JSON_PATCH = 'JSONPatch'
const PATCH_FIELDS: Readonly<Record<string, CelType>> = { op: STRING, path: STRING, from: STRING, value: DYN }

/** One JSON patch operation. */
export const JSON_PATCH_TYPE = struct(JSON_PATCH, (field) => PATCH_FIELDS[field])
/** The object that is changed, as much of it as is said. */
export const OBJECT_TYPE = struct('Object', () => DYN)

const objects = new Map<string, CelType>([['Object', OBJECT_TYPE]])

/** Object, Object.spec, Object.spec.template …, JSONPatch. */
export function patchType(name: string): CelType | undefined {
  if (name === JSON_PATCH) return JSON_PATCH_TYPE
  if (name !== 'Object' && !name.startsWith('Object.')) return undefined
  let known = objects.get(name)
  if (known === undefined) {
    known = struct(name, () => DYN)
    objects.set(name, known)
  }
  return known
}

/** An object that was made in an expression. */
export class MadeObject extends StructValue {
  readonly typeName: string
  readonly #fields: ReadonlyMap<string, CelValue>
  constructor(typeName: string, fields: ReadonlyMap<string, CelValue>) {
    super()
    this.typeName = typeName
    this.#fields = fields
  }
  get(field: string): CelValue | undefined {
    return this.#fields.get(field)
  }
  fields(): Iterable<string> {
    return this.#fields.keys()
  }
}

/** Makes `Object{…}` and `JSONPatch{…}`. */
export function makePatchStruct(name: string, fields: ReadonlyMap<string, CelValue>): CelValue {
  if (name === JSON_PATCH) {
    for (const field of ['op', 'path', 'from']) {
      const value = fields.get(field)
      if (value !== undefined && typeof value !== 'string') {
        return fail(`unexpected type ${nameOf(value)} for JSONPatchType '${field}' field`)
      }
    }
  }
  return new MadeObject(name, fields)
}

/** CheckTypeNamesMatchFieldPathNames: each object's type is named after where it stands; fails with what is not. */
export function checkTypeNames(object: StructValue, expected = 'Object'): void {
  if (object.typeName !== expected) {
    throw new CelFailure(
      `unexpected type name ${JSON.stringify(object.typeName)}, expected ${JSON.stringify(expected)}, which matches field name path from root Object type`,
    )
  }
  for (const field of object.fields()) {
    const value = object.get(field)!
    if (value instanceof StructValue) checkTypeNames(value, `${expected}.${field}`)
    else for (const item of objectsIn(value)) checkTypeNames(item, `${expected}.${field}`)
  }
}

function* objectsIn(value: CelValue): Iterable<StructValue> {
  if (value === null || typeof value !== 'object' || !(Symbol.iterator in value) || value instanceof Uint8Array) return
  for (const item of value as Iterable<CelValue>) if (item instanceof StructValue) yield item
}

/** The operations that a list of `JSONPatch{…}` stands for. */
export function patchOperations(value: CelValue): readonly unknown[] {
  return [...(value as ListValue)].map((operation) => {
    const patch = operation as StructValue
    const inner = patch.get('value')
    if (inner instanceof StructValue) checkTypeNames(inner, inner.typeName)
    const { op, path, from } = Object.fromEntries([...patch.fields()].map((field) => [field, patch.get(field)]))
    return { op, path, ...(from ? { from } : {}), ...(inner === undefined ? {} : { value: toJson(inner) }) }
  })
}
