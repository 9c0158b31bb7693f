// What changed from one object to another, as sets of fields. The hot path of every write.
// Upstream: structured-merge-diff typed/compare.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import { isGivenEmpty } from '../../../model/given-empty.ts'
import { asMember, type FieldTree, inOrder, isEmpty, LEAF, recursiveDifference } from './field-set.ts'
import { formOf, isBare, itemElement, type JsonMap, TypedProblem } from './items.ts'
import type { PathElement } from './path-elements.ts'
import { type ListShape, type MapShape, resolve, type Shape } from './shapes.ts'

/** What changed; as a node of the walk, undefined parts are empty. */
export interface Comparison {
  readonly added: FieldTree | undefined
  readonly modified: FieldTree | undefined
  readonly removed: FieldTree | undefined
}

type Building = { [element: PathElement]: FieldTree }

const MODIFIED: Comparison = { added: undefined, modified: LEAF, removed: undefined }
const SELF = '.'

/** Compares two values of a type; undefined when nothing changed. Throws TypedProblem where an item has no place in its list. */
export function compare(shape: Shape, before: unknown, after: unknown): Comparison | undefined {
  if (before === after) return undefined
  const form = formOf(shape, after ?? before)
  if (form === 'scalar' || form !== formOf(shape, before ?? after))
    return deepEqual(before, after) ? undefined : MODIFIED
  const inner = form === 'map' ? shape.map : shape.list
  if (inner === undefined || inner.atomic || (isBare(before) && isBare(after)))
    return deepEqual(before, after) ? undefined : MODIFIED
  const parts = new Parts()
  if (form === 'map') compareMaps(shape.map as MapShape, (before ?? {}) as JsonMap, (after ?? {}) as JsonMap, parts)
  else compareLists(shape.list as ListShape, (before ?? []) as unknown[], (after ?? []) as unknown[], parts)
  return parts.done()
}

/** Gathers what the children of one node report. */
class Parts {
  #added: Building | undefined
  #modified: Building | undefined
  #removed: Building | undefined

  add(element: PathElement, node: FieldTree): void {
    this.#added ??= {}
    this.#added[element] = node
  }

  modify(element: PathElement): void {
    this.#modified ??= {}
    this.#modified[element] = LEAF
  }

  remove(element: PathElement, node: FieldTree): void {
    this.#removed ??= {}
    this.#removed[element] = node
  }

  take(element: PathElement, { added, modified, removed }: Comparison): void {
    if (added !== undefined) this.add(element, added)
    if (removed !== undefined) this.remove(element, removed)
    if (modified === undefined) return
    this.#modified ??= {}
    this.#modified[element] = modified
  }

  done(): Comparison | undefined {
    if (this.#added === undefined && this.#modified === undefined && this.#removed === undefined) return undefined
    return {
      added: this.#added && inOrder(this.#added),
      modified: this.#modified && inOrder(this.#modified),
      removed: this.#removed && inOrder(this.#removed),
    }
  }
}

function compareMaps(shape: MapShape, before: JsonMap, after: JsonMap, parts: Parts): void {
  for (const { name, path, reference } of shape.sorted) {
    const was = before[name]
    const is = after[name]
    if (was !== is) compareChild(resolve(reference), path, was, is, parts)
    else if (is === null && isGivenEmpty(after, name)) parts.modify(path)
  }
  if (shape.element === undefined) return
  const inner = resolve(shape.element)
  const { fields } = shape
  for (const name in after)
    if (before[name] !== after[name] && !fields.has(name))
      compareChild(inner, `f:${name}`, before[name], after[name], parts)
  for (const name in before)
    if (after[name] === undefined && !fields.has(name)) compareChild(inner, `f:${name}`, before[name], undefined, parts)
}

function compareChild(shape: Shape, element: PathElement, was: unknown, is: unknown, parts: Parts): void {
  if (was === undefined) {
    if (is !== undefined) parts.add(element, everything(shape, is))
  } else if (is === undefined) parts.remove(element, everything(shape, was))
  else {
    const inner = compare(shape, was, is)
    if (inner !== undefined) parts.take(element, inner)
  }
}

function compareLists(shape: ListShape, before: readonly unknown[], after: readonly unknown[], parts: Parts): void {
  const inner = resolve(shape.element)
  const was = itemsByElement(shape, before)
  const is = itemsByElement(shape, after)
  for (const [element, items] of was) {
    const others = is.get(element)
    if (others === undefined) parts.remove(element, items.length > 1 ? LEAF : everything(inner, items[0]))
    else compareItems(inner, element, items, others, parts)
  }
  for (const [element, items] of is)
    if (!was.has(element)) parts.add(element, items.length > 1 ? LEAF : everything(inner, items[0]))
}

/** Items that are there twice are one value together. */
function compareItems(
  shape: Shape,
  element: PathElement,
  was: readonly unknown[],
  is: readonly unknown[],
  parts: Parts,
): void {
  if (was.length === 1 && is.length === 1) {
    const inner = compare(shape, was[0], is[0])
    if (inner !== undefined) parts.take(element, inner)
  } else if (was.length > 1 && is.length > 1) {
    if (!deepEqual(was, is)) parts.modify(element)
  } else if (was.length > 1) {
    parts.add(element, everything(shape, is[0]))
    parts.remove(element, LEAF)
  } else {
    parts.remove(element, everything(shape, was[0]))
    parts.add(element, LEAF)
  }
}

function itemsByElement(shape: ListShape, list: readonly unknown[]): ReadonlyMap<PathElement, readonly unknown[]> {
  const items = new Map<PathElement, unknown[]>()
  checkList(list)
  for (const item of list) {
    const element = itemElement(shape, item)
    const same = items.get(element)
    if (same === undefined) items.set(element, [item])
    else same.push(item)
  }
  return items
}

/** Custom resources are compared before they are judged. */
function checkList(list: unknown): void {
  if (!Array.isArray(list)) throw new TypedProblem('expected list')
}

/** All fields of a value that is wholly new (or gone), itself included. */
function everything(shape: Shape, value: unknown): FieldTree {
  const form = formOf(shape, value)
  if (form === 'scalar' || isBare(value)) return LEAF
  if (form === 'list') return everyItem(shape.list as ListShape, value as unknown[])
  const map = shape.map as MapShape
  if (map.atomic) return LEAF
  const tree: Building = { [SELF]: LEAF }
  const fields = value as JsonMap
  for (const { name, path, reference } of map.sorted) {
    const inner = fields[name]
    if (inner !== undefined) tree[path] = everything(resolve(reference), inner)
  }
  if (map.element === undefined) return tree
  const element = resolve(map.element)
  for (const name in fields)
    if (fields[name] !== undefined && !map.fields.has(name)) tree[`f:${name}`] = everything(element, fields[name])
  return inOrder(tree)
}

function everyItem(shape: ListShape, list: readonly unknown[]): FieldTree {
  if (shape.atomic) return LEAF
  const inner = resolve(shape.element)
  const tree: Building = { [SELF]: LEAF }
  checkList(list)
  for (const item of list) {
    const element = itemElement(shape, item)
    tree[element] = element in tree ? LEAF : everything(inner, item)
  }
  return inOrder(tree)
}

/** A comparison without the fields a door resets anyway; undefined when nothing is left. */
export function without(comparison: Comparison | undefined, reset: FieldTree | undefined): Comparison | undefined {
  if (comparison === undefined || reset === undefined) return comparison
  const added = strip(comparison.added, reset)
  const modified = strip(comparison.modified, reset)
  const removed = strip(comparison.removed, reset)
  return added === undefined && modified === undefined && removed === undefined
    ? undefined
    : { added, modified, removed }
}

function strip(tree: FieldTree | undefined, reset: FieldTree): FieldTree | undefined {
  if (tree === undefined) return undefined
  const left = recursiveDifference(tree, reset)
  return isEmpty(left) ? undefined : left
}

/** The fields an applied configuration names. Upstream: typed/tofieldset.go. */
export function fieldsOf(shape: Shape, value: unknown): FieldTree {
  return fieldsUnder(shape, value) ?? LEAF
}

function fieldsUnder(shape: Shape, value: unknown): FieldTree | undefined {
  const form = formOf(shape, value)
  if (form === 'scalar') return LEAF
  if ((form === 'list' ? shape.list : shape.map)?.atomic) return LEAF
  if (value === null || value === undefined) return undefined
  const tree: Building =
    form === 'list'
      ? itemFields(shape.list as ListShape, value as unknown[])
      : mapFields(shape.map as MapShape, value as JsonMap)
  return isEmpty(tree) ? undefined : inOrder(tree)
}

function itemFields(shape: ListShape, list: readonly unknown[]): Building {
  const inner = resolve(shape.element)
  const tree: Building = {}
  for (const [element, items] of itemsByElement(shape, list))
    tree[element] = items.length > 1 ? LEAF : asMember(fieldsUnder(inner, items[0]))
  return tree
}

function mapFields(shape: MapShape, map: JsonMap): Building {
  const tree: Building = {}
  for (const name in map) {
    const value = map[name]
    const field = shape.fields.get(name)
    const reference = field?.reference ?? shape.element
    if (value === undefined || reference === undefined) continue
    const below = fieldsUnder(resolve(reference), value)
    const bare = value === null || (!Array.isArray(value) && isBare(value))
    if (below === undefined && !bare && field !== undefined) continue
    tree[`f:${name}`] = bare || field === undefined ? asMember(below) : (below as FieldTree)
  }
  return tree
}
