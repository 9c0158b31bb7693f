// What a scheduler plugin makes of an event, for tables of cases: Queue, Skip, or nothing at all when it has not asked for it.
import { it } from 'vitest'
import { registry } from '../../generated/registry/scheduler-plugins.ts'
import type { JsonObject, KubeObject } from '../api/types.ts'
import type { Action, Handle, Node, Pod } from './contract.ts'
import { covers } from './queue-rules.ts'

/** What comes of an event for a pod that a plugin refused. */
export type Verdict = 'Queue' | 'Skip' | 'not asked for'

/** One event: what changed, from what to what, and the verdict. */
export interface HintCase {
  readonly on: readonly [resource: string, action: Action]
  readonly old?: unknown
  readonly next?: unknown
  /** The pod that was refused, where it is not the table's. */
  readonly pod?: Pod
  readonly is: Verdict
}

/** The objects of the cluster, by resource. */
type Objects = Readonly<Record<string, readonly unknown[]>>

/** A pod, as far as a case needs it. */
export function aPod(name: string, spec: object = {}, more: { metadata?: object; status?: object } = {}): Pod {
  const metadata = { name, namespace: 'default', uid: name, ...more.metadata }
  return { metadata, spec: { containers: [], ...spec }, status: more.status ?? {} } as unknown as Pod
}

/** A node, as far as a case needs it. */
export const aNode = (labels: Record<string, string> = {}, spec: object = {}, status: object = {}): Node =>
  ({ metadata: { name: 'node', labels }, spec, status }) as unknown as Node

/** Runs a table of cases against a plugin. */
export function hintTable(
  plugin: string,
  pod: Pod,
  cases: Readonly<Record<string, HintCase>>,
  { objects = {}, args = {} }: { readonly objects?: Objects; readonly args?: JsonObject } = {},
): void {
  const { events = [] } = registry.get(plugin)!.create(handleOver(objects), args)
  it.each(Object.entries(cases))('%s', (_what, { on: [resource, action], old, next, pod: own = pod, is }) => {
    const asked = events.filter((registration) => covers(registration, { resource, action }))
    const queues = asked.some(
      ({ hint }) => hint === undefined || hint(own, old as KubeObject | undefined, next as KubeObject | undefined),
    )
    const verdict: Verdict = asked.length === 0 ? 'not asked for' : queues ? 'Queue' : 'Skip'
    if (verdict !== is) throw new Error(`${plugin} says ${verdict}, upstream ${is}`)
  })
}

function handleOver(objects: Objects): Handle {
  const list = (resource: string): KubeObject[] => (objects[resource] ?? []) as KubeObject[]
  const get = (resource: string, _namespace: string, name: string): KubeObject | undefined =>
    list(resource).find(({ metadata }) => metadata.name === name)
  const gates = { enabled: () => true }
  return { client: { lister: { list, get } }, environment: { gates } } as unknown as Handle
}
