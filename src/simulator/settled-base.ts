// Clusters that have settled: the objects of one are made once per set-up and shared by all that start alike. A shelf keeps them
// from one process to the next: the build fills one for the set-ups of most first scenarios (tools/build.mjs).
import type { KubeObject } from './api/types.ts'
import type { SimulatorOptions } from './compose.ts'
import { BaseStore } from './engine/store.ts'

/** Where settled clusters are kept, as text, by their set-up. */
export interface Shelf {
  /** Undefined where none is kept. */
  read(setUp: string): string | undefined
  /** Told of each that had to be made. */
  keep?(setUp: string, text: string): void
}

const bases = new Map<string, BaseStore>()
/** Settled bases that are kept; plays with many different stages do not fill the memory. */
const KEPT_BASES = 64
let shelf: Shelf | undefined

/** Looks for settled clusters there first. */
export function shelveSettled(at: Shelf | undefined): void {
  shelf = at
}

/** The objects of a cluster so set up that has settled: known, from the shelf, or made by `settle`. */
export function settledBase<T extends SimulatorOptions & { readonly start: number }>(
  options: T,
  settle: (options: T, start: number) => BaseStore,
): BaseStore {
  const setUp = setUpOf(options)
  const known = bases.get(setUp)
  if (known !== undefined) return known
  const kept = shelf?.read(setUp)
  const base = kept === undefined ? settle(options, options.start) : fromText(kept)
  if (kept === undefined) shelf?.keep?.(setUp, toText(base))
  if (bases.size >= KEPT_BASES) bases.delete(bases.keys().next().value!)
  bases.set(setUp, base)
  return base
}

/** What a settled cluster depends on. */
function setUpOf(options: SimulatorOptions): string {
  const { enableAdmissionPlugins, disableAdmissionPlugins, admissionConfiguration, tolerationSeconds } = options
  return JSON.stringify([
    options.start,
    options.nodes,
    options.kubelet,
    options.featureGates,
    [enableAdmissionPlugins, disableAdmissionPlugins, admissionConfiguration, tolerationSeconds],
    options.controllers,
    options.scheduler ?? true,
    options.schedulerConfiguration,
    options.authority?.certificate,
  ])
}

/** As JSON: the objects of each resource, in the order they came. */
function toText({ revision, tables }: BaseStore): string {
  const objects = [...tables].map(([resource, { namespaces }]) => [
    resource,
    [...namespaces.values()].flatMap((named) => [...named.values()]),
  ])
  return JSON.stringify({ revision, objects })
}

function fromText(text: string): BaseStore {
  const { revision, objects } = JSON.parse(text) as { revision: number; objects: [string, KubeObject[]][] }
  return BaseStore.of(revision, objects)
}
