// Single requests as kubectl's commands send them: who manages the fields, how strictly they are read.
import type { ApiObject, ApiResponse } from '../cluster/port.ts'
import type { PatchType, Tail } from '../language/nodes.ts'
import { typeOfKind } from './apply/three-way.ts'
import { pathOf } from './paths.ts'
import type { Play, Target } from './play.ts'

const CONTENT_TYPES: Readonly<Record<PatchType, string>> = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
}

/** POSTs an object. */
export function createObject(
  play: Play,
  { kind, namespace }: Target,
  body: ApiObject,
  tail: Tail,
): Promise<ApiResponse> {
  return play.send(
    {
      method: 'POST',
      path: pathOf(kind, namespace),
      query: { fieldManager: 'kubectl-create', fieldValidation: 'Strict' },
      body,
    },
    tail,
  )
}

/** GETs an object. */
export function readObject(play: Play, { kind, namespace, name }: Target, tail: Tail): Promise<ApiResponse> {
  return play.send({ method: 'GET', path: pathOf(kind, namespace, name) }, tail)
}

/** How a patch is sent. */
export interface PatchOptions {
  readonly type?: PatchType | undefined
  readonly subresource?: string | undefined
  readonly manager?: string
}

/** PATCHes an object: strategically where the kind allows it, unless another type is asked for. */
export function patchObject(
  play: Play,
  { kind, namespace, name }: Target,
  body: unknown,
  tail: Tail,
  options: PatchOptions = {},
): Promise<ApiResponse> {
  const { subresource, manager = 'kubectl-patch' } = options
  const type = options.type ?? (isBuiltIn(kind.apiVersion, kind.kind) ? 'strategic' : 'merge')
  const path = pathOf(kind, namespace, name, subresource)
  return play.send(
    {
      method: 'PATCH',
      path,
      query: { fieldManager: manager, fieldValidation: 'Strict' },
      body,
      contentType: CONTENT_TYPES[type],
    },
    tail,
  )
}

function isBuiltIn(apiVersion: string, kind: string): boolean {
  return typeOfKind(apiVersion, kind) !== undefined
}

/** How an object is deleted. */
export interface DeleteSettings {
  readonly grace?: number | undefined
  readonly dependents?: 'Orphan' | 'Foreground' | undefined
}

/** DELETEs an object. */
export function deleteObject(
  play: Play,
  { kind, namespace, name }: Target,
  tail: Tail,
  settings: DeleteSettings = {},
): Promise<ApiResponse> {
  const body = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: settings.dependents ?? 'Background',
    ...(settings.grace === undefined ? {} : { gracePeriodSeconds: Math.round(settings.grace / 1000) }),
  }
  return play.send({ method: 'DELETE', path: pathOf(kind, namespace, name), body }, tail)
}
