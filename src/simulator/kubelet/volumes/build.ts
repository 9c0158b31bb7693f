// A volume as files: what a kubelet's volume plugins write for it, or why they cannot.
// Upstream: pkg/volume/{configmap,secret,projected,downwardapi,emptydir,hostpath}.
import type {
  ConfigMap,
  KeyToPath,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Volume,
} from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import type { Lister } from '../../api/types.ts'
import {
  type DirectoryNode,
  directoryNode,
  type FileNode,
  fileNode,
  giveToGroup,
} from '../../containers/files/nodes.ts'
import { type DownwardFacts, fieldValue, resourceValue } from '../downward.ts'
import { decoded } from '../environment.ts'

/** What volumes are made from. */
export interface VolumeFacts extends DownwardFacts {
  readonly lister: Lister
  readonly now: number
  /** A directory or file of the node, by path; made when `create`. */
  hostPath(path: string, create: boolean): DirectoryNode | FileNode | undefined
  /** The shared storage of a PersistentVolume. */
  storage(key: string): DirectoryNode
  /** ConfigMaps and Secrets as they were, by `resource/name`; those that are not among them are as they are. */
  readonly held?: HeldObjects
}

/** Objects as they were when a volume was written. */
export type HeldObjects = ReadonlyMap<string, object | undefined>

/** Cannot be mounted: the words after "MountVolume.SetUp failed for volume "v" : ". */
export class MountError extends Error {}

/** Texts by path within the volume. */
export type Payload = Map<string, string>

/** Does a volume's content come from objects that may be missing or change? */
export const isProjection = (volume: Volume): boolean =>
  (volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI) !== undefined

/** The content of a volume made from objects. */
export function payloadOf(volume: Volume, facts: VolumeFacts): Payload {
  const { configMap, secret, projected, downwardAPI } = volume
  const payload: Payload = new Map()
  if (configMap !== undefined) addConfigMap(payload, configMap, facts)
  if (secret !== undefined) addSecret(payload, { ...secret, name: secret.secretName ?? '' }, facts)
  if (downwardAPI !== undefined) addDownward(payload, downwardAPI.items ?? [], facts)
  const errors: string[] = []
  for (const source of projected?.sources ?? []) {
    try {
      if (source.configMap !== undefined) addConfigMap(payload, source.configMap, facts)
      if (source.secret !== undefined) addSecret(payload, source.secret, facts)
    } catch (error) {
      if (!(error instanceof MountError)) throw error
      errors.push(error.message)
    }
    if (source.downwardAPI !== undefined) addDownward(payload, source.downwardAPI.items ?? [], facts)
    if (source.serviceAccountToken !== undefined) payload.set(source.serviceAccountToken.path, tokenOf(facts.pod))
  }
  const different = [...new Set(errors)]
  if (different.length > 0) throw new MountError(different.length === 1 ? different[0] : `[${different.join(', ')}]`)
  return payload
}

/** Stands for a token; what is in it nobody in a container looks at. */
const tokenOf = (pod: Pod): string => `token-of-${pod.spec.serviceAccountName ?? 'default'}`

interface Projection {
  readonly name?: string | undefined
  readonly items?: readonly KeyToPath[] | null | undefined
  readonly optional?: boolean | undefined
}

/** Every namespace gets this one from a controller; pods do not wait for it here. */
const ROOT_CA = 'kube-root-ca.crt'

function objectOf<T extends ConfigMap | Secret>(
  { held, lister, pod }: VolumeFacts,
  resource: 'configmaps' | 'secrets',
  name: string,
): T | undefined {
  const key = `${resource}/${name}`
  if (held?.has(key)) return held.get(key) as T | undefined
  return lister.get<T>(resource, pod.metadata.namespace ?? '', name)
}

function addConfigMap(payload: Payload, projection: Projection, facts: VolumeFacts): void {
  const { name = '', optional = false } = projection
  const found = objectOf<ConfigMap>(facts, 'configmaps', name)
  if (found === undefined) {
    if (optional || name === ROOT_CA) return
    throw new MountError(`configmap ${quote(name)} not found`)
  }
  addData(
    payload,
    { ...found.data, ...decoded(found.binaryData) },
    projection,
    'configmap references non-existent config',
  )
}

function addSecret(payload: Payload, projection: Projection, facts: VolumeFacts): void {
  const { name = '', optional = false } = projection
  const found = objectOf<Secret>(facts, 'secrets', name)
  if (found === undefined) {
    if (optional) return
    throw new MountError(`secret ${quote(name)} not found`)
  }
  addData(payload, decoded(found.data), projection, 'references non-existent secret')
}

function addData(payload: Payload, data: Readonly<Record<string, string>>, projection: Projection, why: string): void {
  const { items, optional = false } = projection
  if (items === undefined || items === null || items.length === 0) {
    for (const key of Object.keys(data).sort()) payload.set(key, data[key]!)
    return
  }
  for (const { key, path } of items) {
    const value = data[key]
    if (value !== undefined) payload.set(path, value)
    else if (!optional) throw new MountError(`${why} key: ${key}`)
  }
}

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>

function addDownward(payload: Payload, items: DownwardItems, facts: VolumeFacts): void {
  for (const { path, fieldRef, resourceFieldRef } of items) {
    if (fieldRef !== undefined) payload.set(path, fieldValue(fieldRef.fieldPath, facts) ?? '')
    else if (resourceFieldRef !== undefined) {
      const [first] = facts.pod.spec.containers ?? []
      if (first !== undefined) payload.set(path, resourceValue(resourceFieldRef, first, facts))
    }
  }
}

/** The directory a payload is written to. */
export function payloadDirectory(payload: Payload, now: number, mode = 0o644): DirectoryNode {
  const root = directoryNode(now, 0o1777)
  fillPayload(root, payload, now, mode)
  return root
}

/** Writes a payload anew: files that changed change, files that are gone go. */
export function fillPayload(root: DirectoryNode, payload: Payload, now: number, mode = 0o644): void {
  for (const name of [...root.entries.keys()])
    if (![...payload.keys()].some((path) => path === name || path.startsWith(`${name}/`))) root.entries.delete(name)
  for (const [path, text] of payload) {
    const parts = path.split('/')
    const name = parts.pop() ?? ''
    let directory = root
    for (const part of parts) {
      let next = directory.entries.get(part)
      if (next?.kind !== 'directory') {
        next = directoryNode(now)
        directory.entries.set(part, next)
      }
      directory = next
    }
    const known = directory.entries.get(name)
    if (known?.kind !== 'file' || known.text !== text) directory.entries.set(name, fileNode(text, now, mode))
  }
}

/** Makes the files of any volume; a pod's group is given what is the pod's own. */
export function volumeNode(volume: Volume, facts: VolumeFacts): DirectoryNode | FileNode {
  const node = filesOf(volume, facts)
  const group = facts.pod.spec.securityContext?.fsGroup
  if (group != null && volume.hostPath === undefined && !isNodeStorage(volume, facts))
    giveToGroup(node, group, isProjection(volume))
  return node
}

/** Whether a claim's storage is a directory of the node, whose owners are left as they are. */
function isNodeStorage({ persistentVolumeClaim }: Volume, { lister, pod }: VolumeFacts): boolean {
  if (persistentVolumeClaim === undefined) return false
  const { namespace = '' } = pod.metadata
  const claim = lister.get<PersistentVolumeClaim>('persistentvolumeclaims', namespace, persistentVolumeClaim.claimName)
  const name = claim?.spec?.volumeName
  return !!name && lister.get<PersistentVolume>('persistentvolumes', '', name)?.spec?.hostPath !== undefined
}

/** The mode of the files of a volume made from objects. */
export const modeOf = ({ configMap, secret, projected, downwardAPI }: Volume): number =>
  (configMap ?? secret ?? projected ?? downwardAPI)?.defaultMode ?? 0o644

function filesOf(volume: Volume, facts: VolumeFacts): DirectoryNode | FileNode {
  const { hostPath, persistentVolumeClaim } = volume
  if (isProjection(volume)) return payloadDirectory(payloadOf(volume, facts), facts.now, modeOf(volume))
  if (hostPath !== undefined) return hostPathNode(hostPath.path, hostPath.type ?? '', facts)
  if (persistentVolumeClaim !== undefined) return claimNode(persistentVolumeClaim.claimName, facts)
  return directoryNode(facts.now, 0o777)
}

function hostPathNode(path: string, type: string, facts: VolumeFacts): DirectoryNode | FileNode {
  const node = facts.hostPath(path, type === '' || type.endsWith('OrCreate'))
  if (type === '' || type === 'DirectoryOrCreate' || type === 'FileOrCreate') {
    if (type === 'DirectoryOrCreate' && node?.kind === 'file')
      throw new MountError(`hostPath type check failed: ${path} is not a directory`)
    return node ?? directoryNode(facts.now)
  }
  const is: Readonly<Record<string, string>> = {
    Directory: 'a directory',
    File: 'a file',
    Socket: 'a socket file',
    CharDevice: 'a character device',
    BlockDevice: 'a block device',
  }
  const right = (type === 'Directory' && node?.kind === 'directory') || (type === 'File' && node?.kind === 'file')
  if (!right || node === undefined) throw new MountError(`hostPath type check failed: ${path} is not ${is[type]}`)
  return node
}

function claimNode(name: string, facts: VolumeFacts): DirectoryNode | FileNode {
  const { lister, pod } = facts
  const claim = lister.get<PersistentVolumeClaim>('persistentvolumeclaims', pod.metadata.namespace ?? '', name)
  const volumeName = claim?.spec?.volumeName
  const volume = volumeName ? lister.get<PersistentVolume>('persistentvolumes', '', volumeName) : undefined
  const path = volume?.spec?.hostPath?.path ?? volume?.spec?.local?.path
  if (path !== undefined) return facts.hostPath(path, true) ?? directoryNode(facts.now)
  return facts.storage(volumeName ?? `${pod.metadata.namespace}/${name}`)
}
