// The leases of the control plane: kube-controller-manager and kube-scheduler hold theirs as leaders (leader-election.ts),
// kube-apiserver has one that says it is there. All run on one host.
// Upstream: pkg/controlplane/apiserver/server.go, apiserver/pkg/server/config.go (NewConfig).
import { parseDuration } from '../model/duration.ts'
import type { Environment } from './client/environment.ts'
import { RenewedLease } from './client/renewed-lease.ts'
import { defaultSchedulerName } from './data/scheduler-defaults.ts'
import { type Candidacy, Candidate, CONTROL_PLANE_HOST, DEFAULT_TERMS, type LeaderName } from './leader-election.ts'
import type { SchedulerConfiguration } from './scheduler/scheduler.ts'

const NAMESPACE = 'kube-system'
const API_SERVER = { name: 'kube-apiserver', seconds: 3600, renewMs: 10_000 }

/** The id of the API server: base32(sha256(0x000d CONTROL_PLANE_HOST 0x000e "kube-apiserver")[:16]). */
const API_SERVER_ID = 'apiserver-6vzvajxlkf7lcarzgdc4jnyaru'

function apiServerLease({ client, clock, heartbeats, random }: Environment): RenewedLease {
  const name = API_SERVER_ID
  return new RenewedLease(client('system:apiserver', ['system:masters']), clock, heartbeats, {
    namespace: NAMESPACE,
    name,
    renewMs: API_SERVER.renewMs,
    renewed: (known, renewTime) =>
      known === undefined
        ? {
            apiVersion: 'coordination.k8s.io/v1',
            kind: 'Lease',
            metadata: {
              name,
              namespace: NAMESPACE,
              labels: {
                'apiserver.kubernetes.io/identity': API_SERVER.name,
                'kubernetes.io/hostname': CONTROL_PLANE_HOST,
              },
            },
            spec: { holderIdentity: `${name}_${random.uuid()}`, leaseDurationSeconds: API_SERVER.seconds, renewTime },
          }
        : { ...known, spec: { ...known.spec, renewTime } },
  })
}

/** All of a cluster's. */
export class ComponentLeases {
  readonly #candidates = new Map<LeaderName, Candidate>()
  readonly #apiServer: RenewedLease | undefined

  /** For the components that run; the scheduler's events bear the name of its first profile. */
  constructor(environment: Environment, controllers: boolean, scheduler: SchedulerConfiguration | undefined) {
    const { gates } = environment
    const stand = (candidacy: Candidacy): unknown =>
      this.#candidates.set(candidacy.component, new Candidate(environment, candidacy))
    if (controllers) {
      const component = 'kube-controller-manager'
      const releases = gates.enabled('ControllerManagerReleaseLeaderElectionLockOnExit')
      stand({ ...DEFAULT_TERMS, component, name: component, source: component, releases })
    }
    if (scheduler !== undefined && scheduler.leaderElection?.leaderElect !== false) stand(candidacyOf(scheduler))
    if (gates.enabled('APIServerIdentity')) this.#apiServer = apiServerLease(environment)
  }

  /** All hold their leases, as they did before where the cluster has settled. */
  start(): void {
    this.#apiServer?.start()
    for (const candidate of this.#candidates.values()) candidate.start()
  }

  /** A component's process ends: nobody renews its lease. */
  stop(name: LeaderName, crashed: boolean): void {
    this.#candidates.get(name)?.stop(crashed)
  }

  /** A new process starts, and leads once it holds the lease; at once where there is no election. */
  campaign(name: LeaderName, lead: () => void): void {
    const candidate = this.#candidates.get(name)
    if (candidate === undefined) lead()
    else candidate.campaign(lead)
  }
}

/** What kube-scheduler stands with, as its configuration says; its first profile is what its events name. */
function candidacyOf({ profiles, leaderElection: set = {} }: SchedulerConfiguration): Candidacy {
  const milliseconds = (text: string | undefined, otherwise: number): number => {
    const parsed = text === undefined ? otherwise : parseDuration(text)
    return typeof parsed === 'number' ? parsed : otherwise
  }
  return {
    component: 'kube-scheduler',
    source: profiles?.[0]?.schedulerName ?? defaultSchedulerName,
    releases: true,
    namespace: set.resourceNamespace ?? DEFAULT_TERMS.namespace,
    name: set.resourceName ?? 'kube-scheduler',
    seconds: milliseconds(set.leaseDuration, DEFAULT_TERMS.seconds * 1000) / 1000,
    retryMs: milliseconds(set.retryPeriod, DEFAULT_TERMS.retryMs),
  }
}
