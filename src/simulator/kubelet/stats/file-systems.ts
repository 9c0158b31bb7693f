// What lies on which of a node's file systems: all on one, or images with what containers write beside them on one of their own
// (a separate image file system), or images alone (a split one).
// Upstream: buildSignalToRankFunc, buildSignalToNodeReclaimFuncs in pkg/kubelet/eviction/helpers.go.

/** How many there are, and for what. */
export type FileSystems = 'one' | 'separate' | 'split'
/** A file system as kubelets call it. */
export type FileSystemName = 'nodefs' | 'imagefs' | 'containerfs'
/** What of a pod lies on disk: what its containers write, their logs, its local volumes. */
export type DiskPart = 'root' | 'logs' | 'volumes'

/** A file system of its own for images, as the stage sets it; unless images are alone there, containers write to it too. */
export interface ImageStorage {
  readonly size: string
  readonly imagesAlone: boolean
}

/** Everything a pod has on disk. */
export const everything: readonly DiskPart[] = ['root', 'logs', 'volumes']
const besideRoot: readonly DiskPart[] = ['logs', 'volumes']
const root: readonly DiskPart[] = ['root']
const nothing: readonly DiskPart[] = []

/** The file systems of a node. */
export const fileSystemsOf = (images: ImageStorage | undefined): FileSystems =>
  images === undefined ? 'one' : images.imagesAlone ? 'split' : 'separate'

/** What of pods lies on a file system. */
export function partsOn(name: FileSystemName, layout: FileSystems): readonly DiskPart[] {
  if (layout === 'one') return everything
  const onImages = name === 'imagefs' || (name === 'containerfs' && layout === 'separate')
  if (layout === 'split') return onImages ? nothing : everything
  return onImages ? root : besideRoot
}

/** Whether images lie on a file system: taking them away gives room there. */
export const holdsImages = (name: FileSystemName, layout: FileSystems): boolean =>
  layout === 'one' || name === 'imagefs' || (name === 'containerfs' && layout === 'separate')
