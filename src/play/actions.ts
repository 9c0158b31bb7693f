// What the sentences of a When have in common: manifests to objects with their place in the API, one request for each, every
// answer kept, `it` set to what the action was about, and the small waits a person would not notice.
import type { ApiObject, ApiResponse } from '../cluster/port.ts'
import type { KindRef, Subject, Tail } from '../language/nodes.ts'
import type { Argument } from '../language/tree.ts'
import { kindRef } from '../language/vocabulary.ts'
import { objectsIn } from './manifests.ts'
import { isRefusal, type Play, type Target } from './play.ts'
import type { Failure } from './result.ts'
import { objectsOf, resolve } from './targets.ts'

/** A manifest and where its object is or will be. */
export interface Manifest {
  readonly object: ApiObject
  readonly target: Target
}

type Manifests = readonly Manifest[] | Failure

/** The manifests of files named in a sentence. */
export function manifestsOfFiles(play: Play, names: readonly string[], tail: Tail): Manifests {
  const sources = names.map((name) => play.options.manifests.read(name))
  const fault = sources.flatMap((s) => s.faults)[0]
  if (fault !== undefined) return { summary: `${fault.file}:${fault.line}:${fault.column}: ${fault.message}` }
  return placed(play, objectsIn(sources.flatMap((s) => s.documents)), tail)
}

/** The manifests of a doc string. */
export function manifestsBelow(play: Play, below: Argument | undefined, tail: Tail): Manifests {
  return placed(play, below?.type === 'manifest' ? objectsIn(below.documents) : [], tail)
}

function placed(play: Play, objects: readonly ApiObject[], tail: Tail): Manifests {
  const list: Manifest[] = []
  for (const object of objects) {
    const kind = kindOf(play, object)
    if (kind === undefined) return { summary: `no matches for kind "${object.kind}" in version "${object.apiVersion}"` }
    const own = object.metadata?.namespace
    const { namespace: asked } = tail
    if (kind.namespaced && own !== undefined && asked !== undefined && own !== asked) {
      return { summary: `the namespace from the provided object "${own}" does not match the namespace "${asked}"` }
    }
    const namespace = play.namespaceFor(kind, tail, own)
    const placedObject = kind.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object
    list.push({ object: placedObject, target: { kind, namespace, name: object.metadata?.name ?? '' } })
  }
  return list
}

function kindOf(play: Play, object: ApiObject): KindRef | undefined {
  const { vocabulary } = play.options
  const info = vocabulary.kinds.find((k) => k.kind === object.kind && k.apiVersion === object.apiVersion)
  return info && kindRef(info.kind, info)
}

/** Does something with each manifest in turn; as kubectl does, a refusal of one does not stop the others. */
export async function forEachManifest(
  play: Play,
  manifests: Manifests,
  act: (manifest: Manifest) => Promise<ApiResponse>,
): Promise<Failure | undefined> {
  if ('summary' in manifests) return manifests
  const targets: Target[] = []
  for (const manifest of manifests) {
    const response = await act(manifest)
    const name = response.body.metadata?.name
    const target =
      !isRefusal(response) && name !== undefined && response.body.kind !== 'Status'
        ? { ...manifest.target, name }
        : manifest.target
    targets.push(target)
    play.record(response, target)
    if (!isRefusal(response) && response.code === 201) await settle(play, target)
  }
  play.it = targets.length === 1 ? targets[0] : targets
  return undefined
}

const SETTLE = 10_000
const SERVICE_ACCOUNT: KindRef = {
  word: 'serviceaccount',
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  key: 'serviceaccounts',
  namespaced: true,
}

const DEFINITION: KindRef = {
  word: 'customresourcedefinition',
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  key: 'customresourcedefinitions.apiextensions.k8s.io',
  namespaced: false,
}

async function settle(play: Play, target: Target): Promise<void> {
  await settleNamespace(play, target)
  await settleDefinition(play, target)
}

/** After a definition is made, waits until it is known whether its resources are served. */
async function settleDefinition(play: Play, { kind, name }: Target): Promise<void> {
  if (kind.key !== DEFINITION.key) return
  const cluster = await play.cluster()
  const world = await play.world([DEFINITION])
  await cluster.until(() => {
    const status = world.get(DEFINITION, '', name)?.['status'] as Conditioned | undefined
    return status?.conditions?.some(({ type }) => type === 'Established') === true
  }, SETTLE)
}

interface Conditioned {
  readonly conditions?: readonly { readonly type: string }[]
}

/** After a namespace is made, waits for its default service account, as every person at a keyboard does. */
export async function settleNamespace(play: Play, target: Target): Promise<void> {
  if (target.kind.key !== 'namespaces') return
  const cluster = await play.cluster()
  const world = await play.world([SERVICE_ACCOUNT])
  await cluster.until(() => world.get(SERVICE_ACCOUNT, target.name, 'default') !== undefined, SETTLE)
}

/** Does something with every object a subject means and keeps the answers. */
export async function forEachObject(
  play: Play,
  subject: Subject,
  tail: Tail,
  act: (target: Target) => Promise<ApiResponse>,
): Promise<Failure | undefined> {
  const resolved = resolve(play, subject, tail)
  if ('problem' in resolved) return { summary: resolved.problem }
  if (resolved.is === 'one') {
    play.record(await act(resolved.target), resolved.target)
    return undefined
  }
  const world = await play.world([resolved.kind])
  for (const object of [...objectsOf(world, resolved)]) {
    const target: Target = {
      kind: resolved.kind,
      namespace: object.metadata?.namespace ?? '',
      name: object.metadata?.name ?? '',
    }
    play.record(await act(target), target)
  }
  return undefined
}
