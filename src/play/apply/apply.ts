// `kubectl apply`, client side and server side, for one object. Upstream: kubectl/pkg/cmd/apply/{apply,patcher}.go.
import type { ApiObject, ApiResponse } from '../../cluster/port.ts'
import type { Tail } from '../../language/nodes.ts'
import { pathOf } from '../paths.ts'
import { isRefusal, type Play, type Target } from '../play.ts'
import { LAST_APPLIED, lastAppliedOf, withLastApplied } from './last-applied.ts'
import { threeWayMergePatch } from './merge-patch.ts'
import { threeWayPatch, typeOfKind } from './three-way.ts'

const MANAGER = { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' }
const RETRIES = 5
const UNAPPLIED = `resource %s is missing the ${LAST_APPLIED} annotation which is required by kubectl apply; kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`

/** Creates the object or patches it to be as the manifest says; the answer to the request that decided. */
export async function applyClientSide(
  play: Play,
  target: Target,
  manifest: ApiObject,
  tail: Tail,
): Promise<ApiResponse> {
  const { kind, namespace, name } = target
  const path = pathOf(kind, namespace, name)
  const modified = withLastApplied(manifest)
  for (let attempt = 0; ; attempt++) {
    const found = await play.send({ method: 'GET', path }, tail)
    if (found.code === 404)
      return play.send({ method: 'POST', path: pathOf(kind, namespace), query: MANAGER, body: modified }, tail)
    if (isRefusal(found)) return found
    const original = lastAppliedOf(found.body)
    if (original === undefined) play.notes.push(`warning: ${UNAPPLIED.replace('%s', `${kind.key}/${name}`)}`)
    const type = typeOfKind(kind.apiVersion, kind.kind)
    const patch =
      type === undefined
        ? threeWayMergePatch(original ?? {}, modified, found.body)
        : threeWayPatch(original ?? {}, modified, found.body, type)
    if (Object.keys(patch).length === 0) return found
    const contentType = type === undefined ? 'application/merge-patch+json' : 'application/strategic-merge-patch+json'
    const answer = await play.send({ method: 'PATCH', path, query: MANAGER, body: patch, contentType }, tail)
    if (answer.code !== 409 || attempt >= RETRIES) return answer
  }
}

/** Sends the manifest as the configuration a field manager wants. */
export function applyServerSide(
  play: Play,
  target: Target,
  manifest: ApiObject,
  options: { readonly manager?: string; readonly force: boolean },
  tail: Tail,
): Promise<ApiResponse> {
  const query = { fieldManager: options.manager ?? 'kubectl', force: String(options.force), fieldValidation: 'Strict' }
  return play.send(
    {
      method: 'PATCH',
      path: pathOf(target.kind, target.namespace, target.name),
      query,
      body: manifest,
      contentType: 'application/apply-patch+yaml',
    },
    tail,
  )
}
