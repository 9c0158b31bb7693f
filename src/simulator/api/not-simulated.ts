// Says of an object which of its fields nothing acts on, from the table data/not-simulated.ts. Asked for what users write,
// never for what components do.
import { type NotSimulatedField, notSimulatedFields, notSimulatedKinds } from '../data/not-simulated.ts'
import { fieldsOfType, typeOfKind } from '../data/schema.ts'

/** A field to look at: it is in the table, or something inside it is. */
interface Concerned {
  readonly name: string
  readonly told: NotSimulatedField | undefined
  /** What is inside, or inside each of a list's items; undefined where nothing there is in the table. */
  readonly inside: string | undefined
  readonly list: boolean
}

const concerned = new Map<string, readonly Concerned[]>()

/** The fields of a type that are worth a look; most types have none. */
function concernedOf(type: string): readonly Concerned[] {
  const known = concerned.get(type)
  if (known !== undefined) return known
  // A type that holds itself is not looked for twice.
  concerned.set(type, [])
  const told = notSimulatedFields[type]
  const found: Concerned[] = []
  for (const { name, type: own, of } of fieldsOfType(type) ?? []) {
    const inside = of ?? own
    const reaches = concernedOf(inside).length > 0
    if (told?.[name] === undefined && !reaches) continue
    found.push({ name, told: told?.[name], inside: reaches ? inside : undefined, list: of !== undefined })
  }
  concerned.set(type, found)
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
  if (typeof value !== 'object' || value === null) return
  for (const { name, told, inside, list } of concernedOf(type)) {
    const inner = (value as Record<string, unknown>)[name]
    if (inner === undefined || inner === null) continue
    path.push(name)
    const why = whyNot(told, inner)
    if (why !== undefined) parts.push({ path: [...path], message: `${textOf(path)} is NotSimulated: ${why}` })
    if (inside !== undefined && !list) visit(inner, inside, path, parts)
    else if (inside !== undefined && Array.isArray(inner)) {
      inner.forEach((item, i) => {
        path.push(i)
        visit(item, inside, path, parts)
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
