// The in-tree volume plugins the binder has: hostPath, NFS and local, of which only hostPath's volumes can be deleted.
// Upstream: pkg/volume/plugins.go FindPluginByName, FindPluginBySpec, FindDeletablePlugin….
import type { PersistentVolume } from '../../../generated/api/core.v1.ts'

/** The hostPath plugin's name. */
export const HOST_PATH = 'kubernetes.io/host-path'
const PLUGINS = [HOST_PATH, 'kubernetes.io/nfs', 'kubernetes.io/local-volume']

/** What is wrong with asking for a plugin of that name. */
export const pluginProblem = (name: string): string | undefined =>
  PLUGINS.includes(name) ? undefined : `no volume plugin matched name: ${name}`

/** Why no plugin deletes the volume: by the name it was provisioned with, else by what it is. */
export function deleterProblem({ metadata, spec }: PersistentVolume, provisioner?: string): string | undefined {
  const undeletable = 'no deletable volume plugin matched'
  if (provisioner) return provisioner === HOST_PATH ? undefined : (pluginProblem(provisioner) ?? undeletable)
  if (spec.hostPath !== undefined) return undefined
  const why = spec.nfs !== undefined || spec.local !== undefined ? undeletable : 'no volume plugin matched'
  return `error getting deleter volume plugin for volume "${metadata.name}": ${why}`
}
