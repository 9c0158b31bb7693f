// Says of an object which of its fields nothing acts on, from the table data/not-simulated.ts. Asked for what users write,
// never for what components do.
import { type NotSimulatedField, notSimulatedFields, notSimulatedKinds } from '../data/not-simulated.ts'
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

/** A part of an object that nothing acts on: where it is, and what does not happen. */
export interface NotSimulatedPart {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** The parts of an object that nothing acts on; none for most objects. */
export function notSimulatedParts(object: unknown): NotSimulatedPart[] {
  const { apiVersion, kind } = (typeof object === 'object' && object !== null ? object : {}) as Record<string, unknown>
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return []
  const parts: NotSimulatedPart[] = []
  const whole = notSimulatedKinds[`${apiVersion}/${kind}`]
  if (whole !== undefined) parts.push({ path: [], message: `${kind} is NotSimulated: ${whole}` })
  const type = typeOfKind(apiVersion, kind)
  if (type !== undefined) visit(object, type, [], parts)
  return parts
}

/** Lines such as `spec.hostUsers is NotSimulated: there are no user namespaces`, each once. */
export function notSimulatedIn(object: unknown): string[] {
  return [...new Set(notSimulatedParts(object).map(({ message }) => message))]
}

function visit(value: unknown, type: string, path: (string | number)[], parts: NotSimulatedPart[]): void {
  if (typeof value !== 'object' || value === null || !reaches(type)) return
  const told = notSimulatedFields[type]
  for (const { name, type: inside, of } of fieldsOfType(type) ?? []) {
    const inner = (value as Record<string, unknown>)[name]
    if (inner === undefined || inner === null) continue
    path.push(name)
    const why = whyNot(told?.[name], inner)
    if (why !== undefined) parts.push({ path: [...path], message: `${textOf(path)} is NotSimulated: ${why}` })
    if (of === undefined) visit(inner, inside, path, parts)
    else if (Array.isArray(inner)) {
      inner.forEach((item, i) => {
        path.push(i)
        visit(item, of, path, parts)
        path.pop()
      })
    }
    path.pop()
  }
}

/** What does not happen though it is asked for; undefined for a value that asks for nothing. */
function whyNot(field: NotSimulatedField | undefined, value: unknown): string | undefined {
  if (field === undefined || (Array.isArray(value) && value.length === 0)) return undefined
  if (typeof field === 'string') return field
  return value === field.unless ? undefined : field.why
}

/** `spec.containers[].volumeDevices` */
const textOf = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[]` : text === '' ? step : `${text}.${step}`),
    '',
  )
