// Required affinity: the pod's own to placed pods, its own against them, and theirs against it.
// Upstream: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go.

import type { Labels } from '../../../model/labels.ts'
import { type AffinityTerm, termMatches } from '../affinity-terms.ts'
import {
  type Handle,
  type NodeInfo,
  type Plugin,
  type Pod,
  type PodInfo,
  type Status,
  skip,
  status,
} from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { podInfoOf } from '../node-info.ts'
import { CountView } from '../pod-counts.ts'
import { countMeant, meanAll, means, withNamespaces } from './incoming.ts'

const noFriends = status('UnschedulableAndUnresolvable', "node(s) didn't match pod affinity rules")
const foes = status('Unschedulable', "node(s) didn't match pod anti-affinity rules")
const unwanted = status('Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules")

/** A term with how many pods it holds for, by domain. */
interface Counted {
  readonly term: AffinityTerm
  readonly counts: CountView
}

interface Affinity {
  readonly pod: Pod
  readonly namespaceLabels: Labels
  readonly friends: readonly Counted[]
  readonly foes: readonly Counted[]
  /** By topology key: domains with pods that do not want this one. */
  readonly unwanted: Map<string, CountView[]>
  /** The pod is the first of a series that wants to be together. */
  readonly wantsItself: boolean
}

const cloneCounted = (list: readonly Counted[]): Counted[] =>
  list.map(({ term, counts }) => ({ term, counts: counts.clone() }))

const affinityKey = stateKey<Affinity>('PreFilterInterPodAffinity', (affinity) => ({
  ...affinity,
  friends: cloneCounted(affinity.friends),
  foes: cloneCounted(affinity.foes),
  unwanted: new Map([...affinity.unwanted].map(([key, views]) => [key, views.map((view) => view.clone())])),
}))

/** The extension points of required affinity. */
export function affinityFilter(handle: Handle): Plugin {
  return {
    preFilter(state, pod) {
      const affinity = prepare(handle, pod)
      const { friends, foes, unwanted } = affinity
      if (friends.length === 0 && foes.length === 0 && unwanted.size === 0) return { status: skip }
      state.write(affinityKey, affinity)
      return undefined
    },
    addPod: (state, _pod, added, node) => change(state.read(affinityKey), added, node, 1),
    removePod: (state, _pod, removed, node) => change(state.read(affinityKey), removed, node, -1),
    filter: (state, _pod, node) => refusal(state.read(affinityKey)!, node),
  }
}

function prepare(handle: Handle, pod: Pod): Affinity {
  const namespaceLabels = handle.namespaceLabels(pod.metadata.namespace ?? '')
  const { terms } = podInfoOf(pod)
  const required = terms.required.map((term) => withNamespaces(handle, term))
  const requiredAnti = terms.requiredAnti.map((term) => withNamespaces(handle, term))
  const meant = required.length > 0 ? countMeant(handle, required) : undefined
  const unwanted = new Map<string, CountView[]>()
  for (const { term, counts } of handle.refusingTerms.meaning(pod, namespaceLabels)) {
    const views = unwanted.get(term.topologyKey)
    if (views === undefined) unwanted.set(term.topologyKey, [new CountView(counts)])
    else views.push(new CountView(counts))
  }
  return {
    pod,
    namespaceLabels,
    friends: required.map((term) => ({ term, counts: new CountView(meant?.in(term.topologyKey)) })),
    foes: requiredAnti.map((term) => ({
      term,
      counts: new CountView(countMeant(handle, [term]).in(term.topologyKey)),
    })),
    unwanted,
    wantsItself: meanAll(required, pod),
  }
}

/** A pod is tried out on a node, or taken off it. */
function change(affinity: Affinity | undefined, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
  if (affinity === undefined) return
  const { pod, namespaceLabels, friends, foes, unwanted } = affinity
  const bump = (counts: CountView, { topologyKey }: AffinityTerm): void => {
    const value = node.labels.get(topologyKey)
    if (value !== undefined) counts.add(value, by)
  }
  for (const term of other.terms.requiredAnti) {
    if (!termMatches(term, pod, namespaceLabels)) continue
    let views = unwanted.get(term.topologyKey)
    if (views === undefined) {
      views = [new CountView().clone()]
      unwanted.set(term.topologyKey, views)
    }
    bump(views[0]!, term)
  }
  if (
    friends.length > 0 &&
    meanAll(
      friends.map(({ term }) => term),
      other.pod,
    )
  ) {
    for (const { term, counts } of friends) bump(counts, term)
  }
  for (const { term, counts } of foes) if (means(term, other.pod)) bump(counts, term)
}

function refusal(
  { friends, foes: hated, unwanted: refusing, wantsItself }: Affinity,
  node: NodeInfo,
): Status | undefined {
  let together = true
  for (const { term, counts } of friends) {
    const value = node.labels.get(term.topologyKey)
    if (value === undefined) return noFriends
    if (counts.get(value) <= 0) together = false
  }
  if (!together && !(wantsItself && friends.every(({ counts }) => counts.empty))) return noFriends
  for (const { term, counts } of hated) {
    const value = node.labels.get(term.topologyKey)
    if (value !== undefined && counts.get(value) > 0) return foes
  }
  for (const [key, views] of refusing) {
    const value = node.labels.get(key)
    if (value === undefined) continue
    let count = 0
    for (const view of views) count += view.get(value)
    if (count > 0) return unwanted
  }
  return undefined
}
