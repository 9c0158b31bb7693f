// Places pods where their volumes are or can be: bound ones must be reachable, the others found or made there. Then it asks
// for the binding and waits until the cluster has done it. Scoring by storage capacity is alpha and not simulated.
// Upstream: pkg/scheduler/framework/plugins/volumebinding/volume_binding.go.
import {
  type CycleState,
  type Handle,
  type Plugin,
  type PluginFactory,
  type Pod,
  type PreFilterResult,
  skip,
  status,
} from '../contract.ts'
import { stateKey } from '../cycle-state.ts'
import { bindingDone, requestBinding } from '../volumes/bind.ts'
import { claimsOf, getClaim, isFullyBound, noSuchClaim, notOwned } from '../volumes/claims.ts'
import { bindingEvents } from '../volumes/hints.ts'
import { type PodClaims, type PodVolumes, podClaims, podVolumesOn } from '../volumes/pod-claims.ts'

interface State {
  readonly claims: PodClaims
  readonly byNode: Map<string, PodVolumes>
}

const NAME = 'VolumeBinding'
const volumesKey = stateKey<State>(NAME)
const unbound: PreFilterResult = {
  status: status('UnschedulableAndUnresolvable', 'pod has unbound immediate PersistentVolumeClaims'),
}
/** How often it looks whether volumes are bound. */
const POLL_MS = 1000

/** VolumeBinding. */
export const plugin: PluginFactory = {
  name: NAME,
  create(handle, { bindTimeoutSeconds = 600 }): Plugin {
    const { lister } = handle.client
    const volumesFor = (state: State | undefined, pod: Pod, nodeName: string): PodVolumes | undefined =>
      state === undefined || allBound(handle, pod) ? undefined : state.byNode.get(nodeName)
    return {
      events: bindingEvents,
      preFilter(state, pod) {
        const why = unusable(handle, pod)
        if (why !== undefined) return why
        const claims = podClaims(lister, pod)
        if ('error' in claims) return { status: status('Error', claims.error) }
        if (claims.immediate.length > 0) return unbound
        state.write(volumesKey, { claims, byNode: new Map() })
        return undefined
      },
      filter(state, _pod, { name, node }) {
        const { claims, byNode } = state.read(volumesKey)!
        const outcome = podVolumesOn(lister, claims, node)
        if ('error' in outcome) return status('Error', outcome.error)
        if ('reasons' in outcome) return status('UnschedulableAndUnresolvable', ...outcome.reasons)
        byNode.set(name, outcome)
        return undefined
      },
      willPreBind: (state, pod, nodeName) => volumesFor(state.read(volumesKey), pod, nodeName) !== undefined,
      preBind(state, pod, nodeName) {
        const volumes = volumesFor(state.read(volumesKey), pod, nodeName)
        if (volumes === undefined) return undefined
        const error = requestBinding(handle.client, volumes, nodeName)
        if (error !== undefined) return status('Error', error)
        watch(handle, state, pod, volumes, nodeName, Number(bindTimeoutSeconds) * 1000)
        return status('Wait')
      },
    }
  },
}

/** Why the pod's claims keep it from being placed anywhere; Skip when it has none. */
function unusable({ client: { lister } }: Handle, pod: Pod): PreFilterResult | undefined {
  const uses = claimsOf(pod)
  if (uses.length === 0) return { status: skip }
  for (const { name, ephemeral } of uses) {
    const claim = getClaim(lister, pod, name)
    let why: string | undefined
    if (claim === undefined) {
      why = ephemeral
        ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
        : noSuchClaim(name)
    } else if (claim.status.phase === 'Lost') {
      why = `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName ?? ''}"`
    } else if (claim.metadata.deletionTimestamp !== undefined) why = `persistentvolumeclaim "${name}" is being deleted`
    else if (ephemeral) why = notOwned(pod, claim)
    if (why !== undefined) return { status: status('UnschedulableAndUnresolvable', why) }
  }
  return undefined
}

function allBound({ client: { lister } }: Handle, pod: Pod): boolean {
  return claimsOf(pod).every(({ name }) => {
    const claim = getClaim(lister, pod, name)
    return claim !== undefined && isFullyBound(claim)
  })
}

/** Looks again and again until the volumes are bound, cannot be, or time is up. */
function watch(
  handle: Handle,
  state: CycleState,
  pod: Pod,
  volumes: PodVolumes,
  nodeName: string,
  timeout: number,
): void {
  const { clock } = handle.environment
  const { uid = '' } = pod.metadata
  const until = clock.now() + timeout
  const fail = (why: string): boolean => handle.resume(uid, status('Error', `binding volumes: ${why}`), NAME)
  const look = (): void => {
    if (!handle.waits(uid, state)) return
    const node = handle.node(nodeName)?.node
    const done =
      node === undefined
        ? `failed to get node "${nodeName}": node "${nodeName}" not found`
        : bindingDone(handle.client, pod, volumes, node)
    if (done === true) handle.resume(uid, undefined, NAME)
    else if (done !== false) fail(done)
    else if (clock.now() + POLL_MS > until) fail('context deadline exceeded')
    else clock.after(POLL_MS, look)
  }
  clock.after(POLL_MS, look)
}
