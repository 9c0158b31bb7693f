// The devices a node can use: the slices of the newest generation of each pool, those that are for this node.
// Upstream: GatherPools in staging/src/k8s.io/dynamic-resource-allocation/structured/internal/stable/pools_stable.go.
import type { NodeSelector } from '../../../generated/api/core.v1.ts'
import type { Device, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import { matchesNodeSelectorTerms } from '../../../model/node-affinity.ts'
import type { Node } from '../contract.ts'

/** A device where it was announced. */
export interface OfferedDevice {
  /** `driver/pool/device`. */
  readonly id: string
  readonly driver: string
  readonly pool: string
  readonly device: Device
  readonly slice: ResourceSlice
}

/** A pool as a node sees it. */
export interface Pool {
  readonly id: string
  /** Some of its slices are missing: it is being updated. */
  readonly incomplete: boolean
  readonly devices: readonly OfferedDevice[]
}

/** The id of a device. */
export const deviceId = (driver: string, pool: string, device: string): string => `${driver}/${pool}/${device}`

interface Where {
  readonly nodeName?: string | undefined
  readonly allNodes?: boolean | undefined
  readonly nodeSelector?: NodeSelector | undefined
}

function isFor({ nodeName, allNodes, nodeSelector }: Where, node: Node): boolean {
  if (allNodes === true) return true
  if (nodeName) return nodeName === node.metadata.name
  return nodeSelector !== undefined && matchesNodeSelectorTerms(nodeSelector.nodeSelectorTerms, node)
}

/** The pools a node can use, in order of their slices. */
export function poolsOf(slices: readonly ResourceSlice[], node: Node): Pool[] {
  const byPool = new Map<string, ResourceSlice[]>()
  for (const slice of slices) {
    const { driver, pool } = slice.spec
    const key = `${driver}/${pool.name}`
    const known = byPool.get(key)
    const generation = known?.[0]?.spec.pool.generation ?? Number.NEGATIVE_INFINITY
    if (known === undefined || pool.generation > generation) byPool.set(key, [slice])
    else if (pool.generation === generation) known.push(slice)
  }
  const pools: Pool[] = []
  for (const [id, ofPool] of byPool) {
    const usable = ofPool.filter(({ spec }) =>
      spec.perDeviceNodeSelection === true ? spec.devices?.some((device) => isFor(device, node)) : isFor(spec, node),
    )
    if (usable.length === 0) continue
    const incomplete = ofPool.length !== ofPool[0]!.spec.pool.resourceSliceCount
    pools.push({ id, incomplete, devices: incomplete ? [] : usable.flatMap((slice) => offered(slice, node)) })
  }
  return pools
}

function offered(slice: ResourceSlice, node: Node): OfferedDevice[] {
  const { driver, pool, devices, perDeviceNodeSelection } = slice.spec
  return (devices ?? [])
    .filter((device) => perDeviceNodeSelection !== true || isFor(device, node))
    .map((device) => ({
      id: deviceId(driver, pool.name, device.name),
      driver,
      pool: pool.name,
      device,
      slice,
    }))
}
