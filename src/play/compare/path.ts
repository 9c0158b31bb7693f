// Field paths followed into objects.
import type { FieldPath } from '../../language/nodes.ts'

/** The value at a path, or undefined where there is none; after `[*]` the list of the values. */
export function valueAt(object: unknown, path: FieldPath): unknown {
  let values: unknown[] = [object]
  let spread = false
  for (const step of path.steps) {
    if ('each' in step) {
      values = values.flatMap((v) => (Array.isArray(v) ? v : isMap(v) ? Object.values(v) : []))
      spread = true
    } else values = values.map((v) => stepInto(v, step)).filter((v) => v !== undefined)
    if (values.length === 0 && !spread) return undefined
  }
  return spread ? values : values[0]
}

function stepInto(value: unknown, step: Exclude<FieldPath['steps'][number], { each: true }>): unknown {
  if ('field' in step) return isMap(value) && Object.hasOwn(value, step.field) ? value[step.field] : undefined
  if (!Array.isArray(value)) return undefined
  if ('index' in step) return value.at(step.index) as unknown
  return value.find((item) => isMap(item) && String(item[step.key]) === step.value) as unknown
}

/** Whether a value is a map. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
