// Laying an applied configuration over the stored object, and taking fields out again, as the types say.
// Upstream: structured-merge-diff typed/{merge,remove}.go and Set.EnsureNamedFieldsAreMembers.
import { asMember, type FieldTree, hasChildren, isMember } from './field-set.ts'
import { formOf, isBare, isMap, itemElement, type JsonMap } from './items.ts'
import type { PathElement } from './path-elements.ts'
import { type ListShape, type MapShape, resolve, type Shape } from './shapes.ts'

const SELF = '.'

/** `over` laid over `under`: leaves of `over` win, lists take its order where it has one. Undefined stands for absent. */
export function merge(shape: Shape, under: unknown, over: unknown): unknown {
  if (over === undefined) return mergeAs(shape, formOf(shape, under), under, over)
  return mergeAs(shape, formOf(shape, over ?? under), under, over)
}

function mergeAs(shape: Shape, form: 'map' | 'scalar' | 'list', under: unknown, over: unknown): unknown {
  const winner = over === undefined ? under : over
  if (form === 'scalar' || (isBare(under) && isBare(over))) return winner
  if (form === 'map') {
    const map = shape.map as MapShape
    return map.atomic ? winner : mergeMaps(map, isMap(under) ? under : {}, isMap(over) ? over : {})
  }
  const list = shape.list as ListShape
  return list.atomic ? winner : mergeLists(list, Array.isArray(under) ? under : [], Array.isArray(over) ? over : [])
}

function mergeMaps(shape: MapShape, under: JsonMap, over: JsonMap): JsonMap {
  const result: JsonMap = {}
  const take = (name: string): void => {
    const reference = shape.fields.get(name)?.reference ?? shape.element
    if (reference === undefined) return
    const value = merge(resolve(reference), under[name], over[name])
    if (value !== undefined) result[name] = value
  }
  for (const name in under) if (under[name] !== undefined) take(name)
  for (const name in over) if (over[name] !== undefined && under[name] === undefined) take(name)
  return result
}

/** Items of one list with their elements; an element met twice has no item to be merged with. */
class Indexed {
  readonly elements: PathElement[] = []
  readonly #items = new Map<PathElement, unknown>()

  constructor(shape: ListShape, list: readonly unknown[]) {
    for (const item of list) {
      const element = itemElement(shape, item)
      this.#items.set(element, this.#items.has(element) ? null : item)
      this.elements.push(element)
    }
  }

  has(element: PathElement): boolean {
    return this.#items.has(element)
  }

  get(element: PathElement): unknown {
    return this.#items.get(element)
  }
}

/** Both orders are kept where they agree; shared items stand where `over` has them. */
function mergeLists(shape: ListShape, under: readonly unknown[], over: readonly unknown[]): unknown[] {
  const inner = resolve(shape.element)
  const left = new Indexed(shape, under)
  const right = new Indexed(shape, over)
  const shared = right.elements.filter((element) => left.has(element))
  const merged = new Set<PathElement>()
  const out: unknown[] = []
  let nextShared = shared.shift()
  let l = 0
  let r = 0
  const takeRight = (element: PathElement): void => {
    merged.add(element)
    out.push(merge(inner, left.get(element), right.get(element)))
    r++
  }
  while (l < under.length || r < over.length) {
    const mine = left.elements[l]
    const theirs = right.elements[r]
    if (mine !== undefined && theirs !== undefined) {
      if (mine === theirs) {
        takeRight(theirs)
        l++
        nextShared = shared.shift()
        continue
      }
      if (right.has(mine) && nextShared !== undefined && nextShared !== mine) {
        l++
        continue
      }
    }
    if (mine !== undefined) {
      if (!right.has(mine)) {
        out.push(under[l])
        l++
        continue
      }
      if (merged.has(mine)) l++
    }
    if (theirs === undefined) continue
    takeRight(theirs)
    if (nextShared === theirs) nextShared = shared.shift()
  }
  return out
}

/** A value without the fields and items of the set; null when nothing is left of it. */
export function removeFields(shape: Shape, value: unknown, gone: FieldTree): unknown {
  const form = formOf(shape, value)
  if (form === 'scalar') return value
  if (isBare(value)) return null
  if (form === 'list') return removeItems(shape.list as ListShape, value as unknown[], gone)
  const map = shape.map as MapShape
  if (map.atomic) return null
  const result: JsonMap = {}
  let left = false
  const fields = value as JsonMap
  for (const name in fields) {
    const node = gone[`f:${name}`]
    if (node !== undefined && isMember(node)) continue
    const reference = map.fields.get(name)?.reference ?? map.element
    const below = node !== undefined && reference !== undefined && hasChildren(node)
    result[name] = below ? removeFields(resolve(reference), fields[name], node) : fields[name]
    left = true
  }
  return left ? result : null
}

function removeItems(shape: ListShape, list: readonly unknown[], gone: FieldTree): unknown {
  if (shape.atomic) return null
  const left: unknown[] = []
  for (const item of list) {
    const node = gone[itemElement(shape, item)]
    if (node !== undefined && isMember(node)) continue
    left.push(node !== undefined && hasChildren(node) ? removeFields(resolve(shape.element), item, node) : item)
  }
  return left.length > 0 ? left : null
}

/** The set with every declared field above a member made a member too. */
export function withNamedFields(shape: Shape | undefined, tree: FieldTree): FieldTree {
  const result: { [element: PathElement]: FieldTree } = {}
  for (const element in tree) {
    const node = tree[element] as FieldTree
    if (element === SELF || !hasChildren(node)) {
      result[element] = node
      continue
    }
    const field = element[0] === 'f' ? shape?.map?.fields.get(element.slice(2)) : undefined
    const reference =
      element[0] === 'f'
        ? (field?.reference ?? shape?.map?.element)
        : element[0] === 'k'
          ? shape?.list?.element
          : undefined
    const below = withNamedFields(reference && resolve(reference), node)
    result[element] = field === undefined ? below : asMember(below)
  }
  return result
}
