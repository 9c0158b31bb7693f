// Says of an object which of its fields nothing acts on, from the table data/not-simulated.ts. Asked for what users write,
// never for what components do.
import { notSimulatedFields, notSimulatedKinds } from '../data/not-simulated.ts'
import { fieldsOfType, typeOfKind } from '../data/schema.ts'

const reaching = new Map<string, boolean>()

/** Whether a type, or one inside it, has a field in the table. */
function reaches(type: string): boolean {
  const known = reaching.get(type)
  if (known !== undefined) return known
  reaching.set(type, false)
  const fields = fieldsOfType(type) ?? []
  const found =
    notSimulatedFields[type] !== undefined ||
    fields.some((f) => reaches(f.type) || (f.of !== undefined && reaches(f.of)))
  reaching.set(type, found)
  return found
}

/** Lines such as `spec.hostUsers is NotSimulated: there are no user namespaces`; none for most objects. */
export function notSimulatedIn(object: unknown): string[] {
  const { apiVersion, kind } = (typeof object === 'object' && object !== null ? object : {}) as Record<string, unknown>
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return []
  const lines: string[] = []
  const whole = notSimulatedKinds[`${apiVersion}/${kind}`]
  if (whole !== undefined) lines.push(`${kind} is NotSimulated: ${whole}`)
  const type = typeOfKind(apiVersion, kind)
  if (type !== undefined) visit(object, type, '', lines)
  return [...new Set(lines)]
}

function visit(value: unknown, type: string, at: string, lines: string[]): void {
  if (typeof value !== 'object' || value === null || !reaches(type)) return
  const told = notSimulatedFields[type]
  for (const field of fieldsOfType(type) ?? []) {
    const inner = (value as Record<string, unknown>)[field.name]
    if (inner === undefined || inner === null) continue
    const path = at === '' ? field.name : `${at}.${field.name}`
    const why = told?.[field.name]
    if (why !== undefined) lines.push(`${path} is NotSimulated: ${why}`)
    if (field.of === undefined) visit(inner, field.type, path, lines)
    else if (Array.isArray(inner)) for (const item of inner) visit(item, field.of, `${path}[]`, lines)
  }
}
