// metadata.managedFields as the server works with it: who owns which fields, found by manager, operation, version and subresource.
// Upstream: apimachinery/pkg/util/managedfields/internal/managedfields.go.
import type { ManagedFieldsEntry } from '../../../generated/api/meta.v1.ts'
import { parseTime } from '../../../model/time.ts'
import { type FieldTree, LEAF, readTree } from './field-set.ts'

/** One owner. */
export interface ManagedEntry {
  readonly manager: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  readonly time: string | undefined
  readonly fields: FieldTree
}

/** What the order of a list goes by. */
interface Ordered {
  readonly operation?: string | undefined
  readonly time?: string | null | undefined
  readonly manager?: string | undefined
  readonly apiVersion?: string | undefined
  readonly subresource?: string | undefined
}

/** Owners by identity. */
export type Managed = Map<string, ManagedEntry>

/** The identity of an owner: an applier is the same in all versions. Its text also is the order of owners in messages. */
export function identityOf({
  manager,
  operation,
  apiVersion,
  subresource,
}: Pick<ManagedEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>): string {
  const version = operation === 'Apply' ? '' : `,"apiVersion":"${apiVersion}"`
  return `{"manager":${JSON.stringify(manager)},"operation":"${operation}"${version}${subresource ? `,"subresource":${JSON.stringify(subresource)}` : ''}}`
}

/** Reads the list of a stored object: it was written here, so its trees are in order. */
export function storedEntries(entries: readonly ManagedFieldsEntry[] | undefined): Managed {
  return decode(entries, (fields) => (fields ?? LEAF) as FieldTree) ?? new Map()
}

/** Reads a client's list; undefined where an entry makes no sense. */
export function givenEntries(entries: readonly ManagedFieldsEntry[] | undefined): Managed | undefined {
  return decode(entries, readTree)
}

function decode(
  entries: readonly ManagedFieldsEntry[] | undefined,
  read: (fields: unknown) => FieldTree | undefined,
): Managed | undefined {
  const managed: Managed = new Map()
  for (const entry of entries ?? []) {
    const { operation } = entry
    if ((operation !== 'Apply' && operation !== 'Update') || !entry.apiVersion || entry.fieldsType !== 'FieldsV1')
      return undefined
    const fields = read(entry.fieldsV1)
    if (fields === undefined) return undefined
    const decoded: ManagedEntry = {
      manager: entry.manager ?? '',
      operation,
      apiVersion: entry.apiVersion,
      subresource: entry.subresource ?? '',
      time: entry.time ?? undefined,
      fields,
    }
    managed.set(identityOf(decoded), decoded)
  }
  return managed
}

/** The list as it is stored: appliers first, then by time, then by name; undefined when nobody owns anything. */
export function encodeEntries(managed: Managed): ManagedFieldsEntry[] | undefined {
  if (managed.size === 0) return undefined
  const entries = managed.size === 1 ? [...managed.values()] : [...managed.values()].sort(inOrder)
  return entries.map(encodeEntry)
}

function encodeEntry({ manager, operation, apiVersion, subresource, time, fields }: ManagedEntry): ManagedFieldsEntry {
  const entry: ManagedFieldsEntry = { manager, operation, apiVersion }
  if (time !== undefined) entry.time = time
  entry.fieldsType = 'FieldsV1'
  entry.fieldsV1 = fields
  if (subresource) entry.subresource = subresource
  return entry
}

/** RFC 3339 in UTC to the second, as the server writes it: such texts are in the order of time. */
const isPlain = (time: string): boolean => time.length === 20 && time.endsWith('Z')
const seconds = (time: string | null | undefined): number => (!time ? 0 : Math.floor(parseTime(time) / 1000))
const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)

function compareTimes(a: string | null | undefined, b: string | null | undefined): number {
  if (a === b) return 0
  return a && b && isPlain(a) && isPlain(b) ? compareText(a, b) : seconds(a) - seconds(b)
}

/** The order of a stored list: appliers first, then by time, then by name. */
export function inOrder(a: Ordered, b: Ordered): number {
  return (
    compareText(a.operation, b.operation) ||
    compareTimes(a.time, b.time) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  )
}

/** Whether the list asks for all ownership to be forgotten: empty but there, or one empty entry. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (entries === undefined) return false
  return (
    entries.length === 0 ||
    (entries.length === 1 && Object.values(entries[0] as object).every((value) => value === undefined || value === ''))
  )
}

/** Whether two lists say the same. */
export function sameEntries(
  a: readonly ManagedFieldsEntry[] | undefined,
  b: readonly ManagedFieldsEntry[] | undefined,
): boolean {
  return sameButTimes(a, b) && (a ?? []).every((entry, at) => entry.time === b?.[at]?.time)
}

/** Whether two lists say the same but for the times. */
export function sameButTimes(
  a: readonly ManagedFieldsEntry[] | undefined,
  b: readonly ManagedFieldsEntry[] | undefined,
): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a.length !== b.length) return false
  return a.every((entry, at) => {
    const other = b[at] as ManagedFieldsEntry
    return (
      entry.manager === other.manager &&
      entry.operation === other.operation &&
      entry.apiVersion === other.apiVersion &&
      entry.subresource === other.subresource &&
      sameTree(entry.fieldsV1, other.fieldsV1)
    )
  })
}

function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  let count = 0
  for (const key in a) {
    if (!sameTree((a as FieldTree)[key], (b as FieldTree)[key])) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}

/** At most this many entries of updates are kept apart; the oldest of each version are put together. */
export const MAX_UPDATERS = 10
const BUCKET = 'ancient-changes'

/** Puts the oldest updates together when there are too many. Upstream: capmanagers.go. */
export function capUpdaters(managed: Managed, unite: (a: FieldTree, b: FieldTree) => FieldTree): void {
  const updaters = [...managed].filter(([, entry]) => entry.operation === 'Update')
  let left = updaters.length
  if (left <= MAX_UPDATERS) return
  updaters.sort(([aId, a], [bId, b]) => seconds(a.time) - seconds(b.time) || compareText(aId, bId))
  const firstOf = new Map<string, string>()
  for (const [id, entry] of updaters) {
    if (left <= MAX_UPDATERS) return
    const first = firstOf.get(entry.apiVersion)
    if (first === undefined) {
      firstOf.set(entry.apiVersion, id)
      continue
    }
    const bucketEntry = { manager: BUCKET, operation: 'Update', apiVersion: entry.apiVersion, subresource: '' } as const
    const bucket = identityOf(bucketEntry)
    const into = managed.get(bucket) ?? managed.get(first)
    if (!managed.has(bucket)) managed.delete(first)
    managed.set(bucket, { ...bucketEntry, time: entry.time, fields: unite(entry.fields, into?.fields ?? {}) })
    managed.delete(id)
    left--
  }
}
