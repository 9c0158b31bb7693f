// Objects as the server prints them: a Table with the columns of the resource, one row an object.
// Upstream: pkg/printers/internalversion, apiextensions' and apiserver's table convertors.
import tables from '../../data/tables.json' with { type: 'json' }
import type { AnyKind } from '../../kinds/contract.ts'
import type { CustomResource } from '../custom-resource.ts'
import type { JsonObject, KubeObject, ResourceInfo } from '../types.ts'
import { type ScaleObject, scaleCells, scaleColumns } from './scale-table.ts'

interface Column {
  readonly name: string
  readonly type: string
  readonly format: string
  readonly description?: string
  readonly priority: number
}

const recorded = tables as unknown as Readonly<Record<string, readonly Column[]>>
/** What resources without columns of their own show: name and time of creation. */
const FALLBACK = recorded['/api/v1/limitranges'] as readonly Column[]

/** What a table is made from. */
export interface TableSource {
  readonly info: ResourceInfo
  readonly kind: AnyKind | undefined
  readonly items: readonly KubeObject[]
  /** The list's metadata, or a single object's resourceVersion. */
  readonly metadata: JsonObject
  /** `Metadata` unless the client asks for `Object` or `None`. */
  readonly includeObject: string
  readonly now: number
}

/** A meta.k8s.io/v1 Table. */
export function tableOf(source: TableSource): JsonObject {
  const { info, kind, items, metadata, includeObject, now } = source
  if (items[0]?.kind === 'Scale' && info.kind !== 'Scale') return scaleTable(source)
  if (info.custom !== undefined) return customTable(info.custom, source)
  const base = info.group ? `/apis/${info.apiVersion}` : `/api/${info.apiVersion}`
  const columns = recorded[`${base}/${info.resource}`]
  const row = kind?.row
  const usable = columns !== undefined && row !== undefined
  const cells = (o: KubeObject): readonly unknown[] =>
    usable ? row.call(kind, o, now) : [o.metadata.name, o.metadata.creationTimestamp]
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: (usable ? columns : FALLBACK).map((c) => ({ ...c, description: c.description ?? '' })),
    rows: inRowOrder(items, kind).map((object) => ({
      cells: cells(object),
      ...conditionsOf(kind, object),
      ...rowObject(object, includeObject),
    })),
  }
}

/** The name, and the columns of the definition. */
function customTable(custom: CustomResource, { items, metadata, includeObject, now }: TableSource): JsonObject {
  const name = FALLBACK[0]!
  const { continue: more, ...rest } = metadata
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: more ? metadata : rest,
    columnDefinitions: [{ ...name, description: name.description ?? '' }, ...custom.columns],
    rows: items.map((object) => ({
      cells: [object.metadata.name, ...custom.cells(object, now)],
      ...rowObject(object, includeObject),
    })),
  }
}

/** What a scale subresource shows. */
function scaleTable({ info, items, metadata, includeObject, now }: TableSource): JsonObject {
  const custom = info.custom !== undefined
  const [name, age] = [FALLBACK[0], recorded['/api/v1/configmaps']?.[2]].map((column) => column?.description ?? '')
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: scaleColumns(custom, name as string, age as string),
    rows: items.map((object) => ({
      cells: scaleCells(object as ScaleObject, custom, now),
      ...rowObject(object, includeObject),
    })),
  }
}

function inRowOrder(items: readonly KubeObject[], kind: AnyKind | undefined): readonly KubeObject[] {
  return kind?.rowOrder === undefined ? items : items.toSorted((a, b) => kind.rowOrder!(a, b))
}

function conditionsOf(kind: AnyKind | undefined, object: KubeObject): JsonObject {
  const conditions = kind?.rowConditions?.(object)
  return conditions === undefined ? {} : ({ conditions } as JsonObject)
}

/** What a row carries of its object: nothing, all of it, or (the usual) its metadata. */
export function rowObject(object: KubeObject, include: string): JsonObject {
  if (include === 'None') return { object: null }
  if (include === 'Object') return { object }
  return { object: partialMetadata(object) }
}

/** Only the metadata of an object. */
export function partialMetadata(object: KubeObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata }
}
