// A set of fields, kept in the very form fieldsV1 has: a tree of path elements, where `{}` is a member without children and
// `"."` marks a node that is a member besides having children. Trees are immutable, shared, and in the order of elements.
// Upstream: structured-merge-diff fieldpath/set.go.
import { compareElements, type PathElement, printElement, readElement } from './path-elements.ts'

/** A node of the tree; as a whole, the set. */
export interface FieldTree {
  readonly [element: PathElement]: FieldTree
}

/** A member without children; also the empty set. */
export const LEAF: FieldTree = Object.freeze({})
const SELF = '.'

type Building = { [element: PathElement]: FieldTree }

/** Whether the set has no members (as a node: no children). */
export function isEmpty(tree: FieldTree): boolean {
  for (const _ in tree) return false
  return true
}

/** Whether a node stands for a member itself. */
export const isMember = (node: FieldTree): boolean => SELF in node || isEmpty(node)

/** Whether anything below the node is a member. */
export function hasChildren(node: FieldTree): boolean {
  for (const key in node) if (key !== SELF) return true
  return false
}

/** The node as a member, whatever it is now. */
export function asMember(node: FieldTree | undefined): FieldTree {
  if (node === undefined || isMember(node)) return node ?? LEAF
  return { [SELF]: LEAF, ...node }
}

/** Members of either. */
export function union(a: FieldTree, b: FieldTree): FieldTree {
  if (a === b || isEmpty(b)) return a
  if (isEmpty(a)) return b
  let result: Building | undefined
  let added = false
  for (const key in b) {
    const mine = a[key]
    const other = b[key] as FieldTree
    if (mine === undefined) added = true
    else if (key !== SELF) {
      const both = unionNode(mine, other)
      if (both === mine) continue
      result ??= { ...a }
      result[key] = both
    }
  }
  return added ? interleaved(result ?? a, b) : (result ?? a)
}

/** The keys of both, each tree's in order already; those of `a` stand where both have one. */
function interleaved(a: FieldTree, b: FieldTree): FieldTree {
  const others = Object.keys(b)
  const result: Building = {}
  let at = 0
  for (const key in a) {
    for (; at < others.length && !before(key, others[at] as string); at++) {
      const other = others[at] as string
      if (other !== key) result[other] = b[other] as FieldTree
    }
    result[key] = a[key] as FieldTree
  }
  for (; at < others.length; at++) result[others[at] as string] = b[others[at] as string] as FieldTree
  return result
}

function unionNode(a: FieldTree, b: FieldTree): FieldTree {
  if (a === b) return a
  const joined = union(a, b)
  return isMember(a) || isMember(b) ? asMember(joined) : joined
}

/** Members of `a` that are not members of `b`; children of a member of `b` stay. */
export function difference(a: FieldTree, b: FieldTree): FieldTree {
  return subtract(a, b, false)
}

/** Like `difference`, but with a member of `b` all below it goes. */
export function recursiveDifference(a: FieldTree, b: FieldTree): FieldTree {
  return subtract(a, b, true)
}

function subtract(a: FieldTree, b: FieldTree, recursive: boolean): FieldTree {
  let result: Building | undefined
  let gone = false
  for (const key in b) {
    const mine = a[key]
    if (mine === undefined || key === SELF) continue
    const left = subtractNode(mine, b[key] as FieldTree, recursive)
    if (left === mine) continue
    result ??= { ...a }
    result[key] = left ?? GONE
    if (left === undefined) gone = true
  }
  return gone ? withoutGone(result ?? a) : (result ?? a)
}

const GONE: FieldTree = Object.freeze({})

// Not by `delete`, which makes a slow object of what many will read.
function withoutGone(tree: FieldTree): FieldTree {
  const kept: Building = {}
  for (const key in tree) if (tree[key] !== GONE) kept[key] = tree[key] as FieldTree
  return kept
}

function subtractNode(a: FieldTree, b: FieldTree, recursive: boolean): FieldTree | undefined {
  const taken = isMember(b)
  if (taken && recursive) return undefined
  const below = subtract(a, b, recursive)
  const member = isMember(a) && !taken
  if (!hasChildren(below)) return member ? LEAF : undefined
  if (member || !(SELF in below)) return below
  const { [SELF]: _, ...rest } = below
  return rest
}

/** Members of both. */
export function intersection(a: FieldTree, b: FieldTree): FieldTree {
  const result: Building = {}
  for (const key in a) {
    const other = b[key]
    if (other === undefined || key === SELF) continue
    const both = intersectNode(a[key] as FieldTree, other)
    if (both !== undefined) result[key] = both
  }
  return result
}

function intersectNode(a: FieldTree, b: FieldTree): FieldTree | undefined {
  const below = intersection(a, b)
  const member = isMember(a) && isMember(b)
  if (isEmpty(below)) return member ? LEAF : undefined
  return member ? { [SELF]: LEAF, ...below } : below
}

/** Calls back with the printed path of each member: those of a level before those below it. */
export function eachPath(tree: FieldTree, visit: (path: string) => void, prefix = ''): void {
  for (const key in tree) if (key !== SELF && isMember(tree[key] as FieldTree)) visit(prefix + printElement(key))
  for (const key in tree) if (key !== SELF) eachPath(tree[key] as FieldTree, visit, prefix + printElement(key))
}

/** Each member as a set of its own, with its printed path, in the order of `eachPath`. */
export function eachMember(
  tree: FieldTree,
  visit: (path: string, only: FieldTree) => void,
  prefix = '',
  wrap: (node: FieldTree) => FieldTree = (node) => node,
): void {
  for (const key in tree)
    if (key !== SELF && isMember(tree[key] as FieldTree)) visit(prefix + printElement(key), wrap({ [key]: LEAF }))
  for (const key in tree)
    if (key !== SELF)
      eachMember(tree[key] as FieldTree, visit, prefix + printElement(key), (node) => wrap({ [key]: node }))
}

/** A tree with the keys of this level in order. */
export function inOrder(tree: FieldTree): FieldTree {
  if (isInOrder(tree)) return tree
  const result: Building = {}
  for (const key of Object.keys(tree).sort((a, b) => (before(a, b) ? -1 : 1))) result[key] = tree[key] as FieldTree
  return result
}

function isInOrder(tree: FieldTree): boolean {
  let last: string | undefined
  for (const key in tree) {
    if (last !== undefined && !before(last, key)) return false
    last = key
  }
  return true
}

const before = (a: string, b: string): boolean => a === SELF || (b !== SELF && compareElements(a, b) < 0)

/** A client's fieldsV1 as a set; undefined when it cannot be read. */
export function readTree(raw: unknown): FieldTree | undefined {
  if (raw === undefined || raw === null) return LEAF
  if (typeof raw !== 'object' || Array.isArray(raw)) return undefined
  const result: Building = {}
  for (const [key, inner] of Object.entries(raw)) {
    if (key === SELF) {
      result[SELF] = LEAF
      continue
    }
    const element = readElement(key)
    if (element === null) continue
    const node = element === undefined ? undefined : readTree(inner)
    if (element === undefined || node === undefined) return undefined
    result[element] = node
  }
  return inOrder(result)
}
