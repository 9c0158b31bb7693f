// Plays the nodes of the behaviours' recordings: node-1..3 were hollow (a real kubelet over a fake runtime), f1 and f2 had no
// kubelet and the recorder wrote what one would. Both only show through the status of their pods, which is written here.

import type { Node, Pod } from '../../src/generated/api/core.v1.ts'
import { formatTime } from '../../src/model/time.ts'
import { ADMINISTRATOR, type Simulator } from '../../src/simulator/compose.ts'
import { closedGates, type PodSetting, statusOf } from './behaviours-pod-status.ts'

export type { PodSetting } from './behaviours-pod-status.ts'

/** A node to be played. */
export interface PlayedNode {
  /** Whether volumes are attached to it: an attachment was recorded on one of the nodes all cases share. */
  readonly attaches?: boolean
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly hollow?: boolean
}

const LEASE_MS = 10_000
const START_MS = { hollow: 900, fake: 600 }
const END_MS = { hollow: 900, fake: 500 }
const GONE_MS = 400
const HOLLOW_MS = 50
/** How long a pod runs that is to finish by itself. */
const RUN_MS = 1350
/** One kubelet starts one pod after the other. */
const STAGGER_MS = 60

interface Played {
  readonly node: PlayedNode
  up: boolean
}

/** All nodes of a case. */
export class NodePlayer {
  readonly #simulator: Simulator
  readonly #nodes = new Map<string, Played>()
  readonly #ending = new Set<string>()
  #lastStart = 0

  constructor(simulator: Simulator) {
    this.#simulator = simulator
    simulator.store.listen('pods', ({ type, object, previous }) => {
      const pod = object as Pod
      const node = this.#nodes.get(pod.spec.nodeName ?? '')
      if (node === undefined || type === 'DELETED') return
      const old = previous as Pod | undefined
      if (old?.spec.nodeName === undefined) this.#bound(node, pod)
      if (pod.metadata.deletionTimestamp !== undefined) this.#end(node, pod)
      else if (node.node.hollow === true && opensGates(pod))
        simulator.clock.soon(() => this.set(pod, { phase: 'Running' }))
    })
    this.#renew()
  }

  /** Creates a node and keeps it Ready. */
  add(node: PlayedNode): void {
    const known = this.#nodes.get(node.name)
    this.#nodes.set(node.name, { node, up: true })
    if (known !== undefined) {
      known.up = true
      this.#ready(node.name)
      for (const pod of this.#podsOf(node.name)) this.#again(known, pod)
      return
    }
    this.request('POST', '/api/v1/nodes', nodeObject(node, this.#simulator.clock.now(), this.#nodes.size))
    this.#lease(node.name)
  }

  /** The kubelet stops. */
  down(name: string): void {
    const played = this.#nodes.get(name)
    if (played !== undefined) played.up = false
  }

  /** Forgets a node whose object was deleted. */
  forget(name: string): void {
    this.#nodes.delete(name)
  }

  /** Writes a pod's status as its kubelet would. */
  set(pod: Pod, setting: PodSetting): void {
    const current = this.#get(pod)
    if (current === undefined) return
    const hollow = this.#nodes.get(current.spec.nodeName ?? '')?.node.hollow === true
    const status = statusOf(current, setting, hollow, this.#simulator.clock.now())
    this.request('PUT', `${pathOf(current)}/status`, { ...current, status })
  }

  request(method: string, path: string, body?: unknown, contentType?: string): { code: number; body: unknown } {
    return this.#simulator.server.handle({
      method,
      path,
      user: ADMINISTRATOR,
      ...(body === undefined ? {} : { body }),
      ...(contentType === undefined ? {} : { contentType }),
    })
  }

  #get(pod: Pod): Pod | undefined {
    const current = this.#simulator.store.get<Pod>('pods', pod.metadata.namespace ?? '', pod.metadata.name ?? '')
    return current?.metadata.uid === pod.metadata.uid ? current : undefined
  }

  #podsOf(name: string): Pod[] {
    return this.#simulator.store.list<Pod>('pods').filter(({ spec }) => spec.nodeName === name)
  }

  #bound(played: Played, pod: Pod): void {
    const hollow = played.node.hollow === true
    const run = pod.metadata.labels?.['fake-run']
    if (!hollow && run === undefined) return
    const { clock } = this.#simulator
    const at = Math.max(clock.now() + (hollow ? START_MS.hollow : START_MS.fake), this.#lastStart + STAGGER_MS)
    this.#lastStart = at
    clock.at(at, () => {
      const current = this.#get(pod)
      if (!played.up || current === undefined || current.metadata.deletionTimestamp !== undefined) return
      if (hollow) this.#startHollow(current)
      else if (run === 'ready') this.set(current, { phase: 'Running' })
      else if (run === 'running') this.set(current, { phase: 'Running', ready: false })
      else {
        this.set(current, { phase: 'Running' })
        clock.after(RUN_MS, () => {
          this.set(current, { phase: run === 'succeed' ? 'Succeeded' : 'Failed' })
        })
      }
    })
  }

  /** Hollow kubelets say that a pod is ready a moment before they say where it is. */
  #startHollow(pod: Pod): void {
    const { clock } = this.#simulator
    const { podIP: _ip, podIPs: _ips, ...status } = statusOf(pod, { phase: 'Running' }, true, clock.now())
    this.request('PUT', `${pathOf(pod)}/status`, { ...pod, status: { ...status, phase: 'Pending' } })
    clock.after(HOLLOW_MS, () => {
      const current = this.#get(pod)
      if (current !== undefined && current.metadata.deletionTimestamp === undefined)
        this.set(current, { phase: 'Running' })
    })
  }

  #end(played: Played, pod: Pod): void {
    const uid = pod.metadata.uid ?? ''
    const { clock } = this.#simulator
    if (this.#ending.has(uid) || !played.up) return
    if (played.node.hollow !== true && pod.metadata.labels?.['fake-hold'] !== undefined) return
    this.#ending.add(uid)
    const hollow = played.node.hollow === true
    clock.after(hollow ? END_MS.hollow : END_MS.fake, () => {
      if (!played.up) {
        this.#ending.delete(uid)
        return
      }
      const current = this.#get(pod)
      if (current === undefined) return
      const over = current.status.phase === 'Succeeded' || current.status.phase === 'Failed'
      if (!over) {
        const killed = { phase: 'Failed', exitCode: 137 }
        this.set(current, hollow ? { phase: 'Succeeded' } : killed)
      }
      clock.after(GONE_MS, () => {
        const last = this.#get(pod)
        if (last === undefined) return
        this.request('DELETE', pathOf(last), { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 })
      })
    })
  }

  /** A kubelet that came back looks at its pods again. */
  #again(played: Played, pod: Pod): void {
    if (pod.metadata.deletionTimestamp !== undefined) this.#end(played, pod)
    else {
      const lost = pod.status.phase === 'Running'
      const setting = { phase: 'Running', ...(lost ? { lost, restartCount: 1 } : {}) }
      this.#simulator.clock.after(START_MS.hollow, () => this.set(pod, setting))
    }
  }

  #renew(): void {
    this.#simulator.clock.after(LEASE_MS, () => {
      for (const [name, { up }] of this.#nodes) if (up) this.#lease(name)
      this.#renew()
    })
  }

  #ready(name: string): void {
    const [ready, ...pressures] = fakeConditions
    const conditions = [...pressures, ready!].map((words) => condition(this.#simulator.clock.now(), words))
    const body = { status: { conditions } }
    this.request('PATCH', `/api/v1/nodes/${name}/status`, body, 'application/strategic-merge-patch+json')
    this.#lease(name)
  }

  #lease(name: string): void {
    const base = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'
    const renewTime = new Date(this.#simulator.clock.now()).toISOString().replace('Z', '000Z')
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime }
    const patched = this.request('PATCH', `${base}/${name}`, { spec }, 'application/merge-patch+json')
    if (patched.code !== 404) return
    this.request('POST', base, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec })
  }
}

const pathOf = ({ metadata }: Pod): string => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`

type Words = readonly [type: string, status: string, reason: string, message: string]
const READY = 'kubelet is posting ready status'
const fakeConditions: readonly Words[] = [
  ['Ready', 'True', 'KubeletReady', READY],
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
]

function condition(now: number, [type, status, reason, message]: Words): Record<string, string> {
  const time = formatTime(now)
  return { type, status, reason, message, lastHeartbeatTime: time, lastTransitionTime: time }
}

const ATTACHES = { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' }

function nodeObject({ name, labels, taints, hollow, attaches }: PlayedNode, now: number, index: number): Node {
  const capacity = hollow
    ? { cpu: '1', memory: '3840Mi', pods: '110', 'ephemeral-storage': '0' }
    : { cpu: '64', memory: '256Gi', pods: '500', 'ephemeral-storage': '500Gi' }
  const info = hollow ? hollowInfo : emptyInfo
  const [ready, ...pressures] = fakeConditions
  const words = hollow ? [...pressures, ready!] : fakeConditions
  const standard = {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...standard, ...labels }, ...(attaches ? { annotations: ATTACHES } : {}) },
    spec: {
      ...(hollow ? { providerID: `kubemark://${name}` } : {}),
      ...(taints === undefined ? {} : { taints: taints.map((taint) => ({ ...taint })) }),
    },
    status: {
      capacity,
      allocatable: capacity,
      conditions: words.map((each) => condition(now, each)),
      addresses: [
        { type: 'InternalIP', address: `172.18.0.${index + 2}` },
        ...(hollow ? [{ type: 'Hostname', address: name }] : []),
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: hollow ? 10250 : 0 } },
      nodeInfo: { ...info },
      ...(hollow ? { declaredFeatures } : {}),
    },
  } as unknown as Node
}

const declaredFeatures = [
  'ExtendWebSocketsToKubelet',
  'InPlacePodLevelResourcesVerticalScaling',
  'InPlacePodVerticalScalingInitContainers',
  'RestartAllContainersOnContainerExits',
]
const emptyInfo = {
  architecture: '',
  bootID: '',
  containerRuntimeVersion: '',
  kernelVersion: '',
  kubeProxyVersion: '',
  kubeletVersion: '',
  machineID: '',
  operatingSystem: '',
  osImage: '',
  systemUUID: '',
}
const hollowInfo = {
  ...emptyInfo,
  architecture: 'amd64',
  containerRuntimeVersion: 'fakeRuntime://0.1.0',
  kernelVersion: '3.16.0-0.bpo.4-amd64',
  kubeletVersion: 'v1.36.2',
  operatingSystem: 'linux',
  osImage: 'Debian GNU/Linux 7 (wheezy)',
}

/** Runs, and its gates say something else than its condition. */
function opensGates(pod: Pod): boolean {
  if (pod.spec.readinessGates === undefined || pod.status.phase !== 'Running') return false
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
  return !ready && closedGates(pod) === undefined
}
