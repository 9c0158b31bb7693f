// The one file that puts a cluster together: store, API server, scheduler, controllers, kubelets. A cluster that has just
// settled (its namespaces have their service accounts and root certificates) is made once and shared by all that start alike.
import { type AccessGround, type AccessOptions, accessParts } from './access-setup.ts'
import { type AdmissionOptions, admissionChain, configurations } from './admission-setup.ts'
import { Aggregator } from './aggregation/aggregator.ts'
import { installMetricsServer } from './aggregation/metrics-server.ts'
import { builtInResources } from './api/resources.ts'
import { ApiServer } from './api/server.ts'
import type { ContainersPort } from './api/subresources/pod-log.ts'
import type { UserInfo } from './api/types.ts'
import { Reviewers } from './auth/reviewers.ts'
import { bootstrapObjects } from './bootstrap-objects.ts'
import { Client } from './client/client.ts'
import { Cloud, type CloudSetting } from './client/cloud.ts'
import type { Environment } from './client/environment.ts'
import { Flights } from './client/flights.ts'
import { Heartbeats } from './client/heartbeats.ts'
import { Indexers } from './client/indexers.ts'
import { Informers, PodDispatch } from './client/informers.ts'
import { type MetricSetting, setMetric } from './client/metric-setting.ts'
import { Metrics } from './client/metrics.ts'
import { ComponentLeases } from './component-leases.ts'
import { controllersToRun } from './controller-choice.ts'
import { ControllerManager } from './controller-manager.ts'
import { CustomControllers } from './custom-controllers/played.ts'
import { ClusterResources } from './custom-resources/cluster-resources.ts'
import { watchDefinitions } from './custom-resources/definition-controllers.ts'
import { knownAuthority } from './data/root-ca.ts'
import { Clock } from './engine/clock.ts'
import { SettableFeatureGates } from './engine/feature-gates.ts'
import { type Network, Outside } from './engine/outside.ts'
import { SeededRandom } from './engine/random.ts'
import { BaseStore, Store } from './engine/store.ts'
import { keepFor } from './engine/time-to-live.ts'
import { kindsByName } from './kinds-by-name.ts'
import type { Doors } from './kubelet/doors.ts'
import { type KubeletNode, Kubelets } from './kubelet/kubelets.ts'
import type { KubeletSettings } from './kubelet/settings.ts'
import { keepTrackingConfigMap } from './legacy-token-tracking.ts'
import { type Explanation, type Scheduler, type SchedulerConfiguration, startScheduler } from './scheduler/scheduler.ts'
import { type SchedulerChoice, schedulerOptions } from './scheduler-choice.ts'
import { settledBase } from './settled-base.ts'
import { CsiDrivers } from './storage/csi-drivers.ts'
import type { WebhookBackends } from './webhooks/contract.ts'
import { outsideWebhook } from './webhooks/outside.ts'
import { PlayedWebhooks } from './webhooks/played.ts'
import { outsideReviewers, type ReviewWebhooks } from './webhooks/reviewer.ts'

export { type AccessOptions, AccessSettingError } from './access-setup.ts'
export { AdmissionSettingError } from './admission-setup.ts'
export type { ApiServerBehaviour } from './aggregation/played.ts'
export { type NotSimulatedPart, notSimulatedIn, notSimulatedParts } from './api/not-simulated.ts'
export type { PodConnection } from './api/request.ts'
export type { UserInfo } from './api/types.ts'
export { shownIn, storedUnder } from './api/versions.ts'
export {
  refuseUnauthenticated,
  serveWire,
  tooLargeBody,
  type WireRequest,
  type WireResponse,
} from './api/wire/wire.ts'
export type { Remarks } from './auth/contract.ts'
export { issuerOfFlags } from './auth/oidc/flags.ts'
export type { AccessAnswer, TokenAnswer } from './auth/reviewers.ts'
export type { ConversationEvents } from './containers/http-conversation.ts'
export type { ControllerTask } from './custom-controllers/played.ts'
export { admissionOrder } from './data/admission-order.ts'
export { controllerNames, notSimulatedControllers } from './data/controller-names.ts'
export { gateNotSimulated } from './data/simulated-gates.ts'
export { FeatureGateError } from './engine/feature-gates.ts'
export type { Errand, Network, OutsideAnswer, OutsideCall } from './engine/outside.ts'
export { bringAbout } from './faults.ts'
export { kubeletStartError } from './kubelet/configuration/start-error.ts'
export type { Conversation, DoorError, Doors, Session, SessionEnd, SessionEvents } from './kubelet/doors.ts'
export type { ExecRun } from './kubelet/kubelets.ts'
export {
  type Explanation,
  type NodeExplanation,
  type SchedulerConfiguration,
  SchedulerSettingError,
} from './scheduler/scheduler.ts'

export { shelveSettled } from './settled-base.ts'
export { settingsOf } from './webhooks/contract.ts'
export type { WebhookAddress, WebhookBehaviour } from './webhooks/played.ts'
export type { ReviewWebhook, ReviewWebhooks } from './webhooks/reviewer.ts'

/** How a simulator is set up. */
export interface SimulatorOptions extends AdmissionOptions, AccessOptions, SchedulerChoice {
  /** Epoch milliseconds; default 2026-01-01T00:00:00Z. */
  readonly start?: number
  readonly seed?: number
  /** The seed of another legal order of what happens at once; without one, everything happens in the order it was asked for. */
  readonly order?: number
  readonly featureGates?: Readonly<Record<string, boolean>>
  /** Upstream's names; `*` is all that run by default, `-name` leaves one out. Default `*`. */
  readonly controllers?: readonly string[]
  readonly nodes?: readonly KubeletNode[]
  /** What all kubelets are configured with. */
  readonly kubelet?: Partial<KubeletSettings>
  /** The way to what is outside of the cluster; without one there is nothing there. */
  readonly network?: Network
  /** Webhooks outside that judge tokens and requests. */
  readonly reviewWebhooks?: ReviewWebhooks
}

/** What a cluster starts with that goes on where another was. */
interface Fork {
  readonly base: BaseStore
  readonly random: SeededRandom
}

/** When clusters start unless told otherwise: 2026-01-01T00:00:00Z. */
export const DEFAULT_START = 1_767_225_600_000
/** Members of system:masters may do everything; the plays' administrator is one. */
export const ADMINISTRATOR: UserInfo = {
  name: 'admin',
  uid: 'admin-uid',
  groups: ['system:masters', 'system:authenticated'],
}

/** What happens to a component's process: it is told to end, ends of itself, or a new one starts. */
export type ProcessChange = 'stops' | 'crashes' | 'starts'

/** kube-apiserver's --event-ttl. */
const EVENT_TTL_MS = 3_600_000

/** One cluster. */
export class Simulator {
  readonly clock: Clock
  readonly store: Store
  readonly server: ApiServer
  readonly kubelets: Kubelets
  readonly environment: Environment
  readonly controllers: ControllerManager
  /** The leases of the control plane. */
  readonly leases: ComponentLeases
  /** Webhooks the scenario plays. */
  readonly webhooks = new PlayedWebhooks()
  /** What other API servers serve, and those the scenario plays. */
  readonly aggregator: Aggregator
  /** Controllers of custom resources that the scenario plays. */
  readonly customControllers: CustomControllers
  readonly csiDrivers = new CsiDrivers(this)
  /** Webhooks the scenario plays that judge tokens and requests. */
  readonly reviewers = new Reviewers()
  readonly #ears = new Set<Informers>()
  readonly #schedulerOptions: SchedulerConfiguration | undefined
  readonly #deciding = new Set<(explanation: Explanation) => void>()
  readonly #options: SimulatorOptions
  readonly #random: SeededRandom
  /** How much the start itself has booked. */
  readonly #booked: number = 0
  #base: BaseStore | undefined
  #scheduler: Scheduler | undefined
  /** The scheduler starts with the first pod. */
  #awaitingPods = false

  /** `bare` is a store in which nothing has settled yet, nor is scheduled; `fork` the state another cluster has come to. */
  constructor(options: SimulatorOptions = {}, bare?: BaseStore, fork?: Fork) {
    const base = fork?.base ?? bare ?? settledBase({ start: DEFAULT_START, ...options }, settle)
    const clock = new Clock(options.start ?? DEFAULT_START, options.order)
    const random = fork?.random ?? new SeededRandom(options.seed ?? 1)
    this.#options = options
    this.#random = random
    const gates = new SettableFeatureGates(options.featureGates)
    const store = new Store(() => clock.now(), base)
    this.clock = clock
    this.store = store
    const outside = this.#wayOut(options)
    const webhooks = webhooksOf(this.webhooks, outside, store)
    const resources = new ClusterResources(builtInResources(), { lister: store, webhooks, random })
    const label: AccessGround['label'] = (...what) => this.server.label('secrets', ...what)
    const ground = { store, gates, now: () => clock.now(), label, outside }
    this.server = new ApiServer({
      store,
      clock,
      random,
      resources,
      kinds: kindsByName(),
      webhooks,
      admission: admissionChain(options),
      admissionConfiguration: configurations(options),
      aggregation: () => this.aggregator,
      looked: (resource) => this.environment.heartbeats.asked(resource),
      gates,
      ...(outside === undefined ? {} : { outside }),
      ...accessParts(options, { ...ground, base, reviewers: this.reviewers, seed: options.seed ?? 1 }),
      containers: containersBehind(() => this.kubelets.doors),
    })
    keepFor(EVENT_TTL_MS, 'events', store, clock)
    const dispatch = new PodDispatch(store)
    const indexers = new Indexers(store)
    const server = this.server
    const flights = outside && new Flights(outside, clock)
    this.environment = {
      clock,
      random,
      gates,
      authority: options.authority ?? knownAuthority,
      metrics: new Metrics(),
      cloud: new Cloud(),
      heartbeats: new Heartbeats(store),
      settled: bare === undefined,
      begun: clock.now(),
      legacyToken: (account, secret) => server.parts.issueLegacyToken(account, secret),
      client: (user, groups = []) =>
        new Client(server, { name: user, groups: [...groups, 'system:authenticated'] }, indexers, flights),
      informers: () => new Informers(store, clock, dispatch, this.#ears),
    }
    this.aggregator = new Aggregator(this.environment, store, fork === undefined, outside)
    this.customControllers = new CustomControllers(this.environment)
    watchDefinitions({ store, clock, resources, client: this.environment.client })
    keepTrackingConfigMap(this.environment, store)
    this.kubelets = new Kubelets(this.environment, options.kubelet)
    const controllers = controllersToRun(options.controllers ?? ['*'])
    this.controllers = new ControllerManager(this.environment, controllers, store)
    this.#schedulerOptions = schedulerOptions(options, gates)
    if (bare === undefined) this.#scheduleFromFirstPodOn()
    for (const node of options.nodes ?? []) this.kubelets.add(node)
    this.leases = new ComponentLeases(this.environment, controllers.length > 0, this.#schedulerOptions)
    if (bare !== undefined) return
    clock.runTo(clock.now())
    this.leases.start()
    this.#booked = clock.booked
  }

  /**
   * Another cluster in the state this one has come to, which from then on is only there to be forked again. Undefined where there is
   * more to a state than what is stored: time has passed, something is under way, a pod has been seen.
   */
  fork(): Simulator | undefined {
    const { clock, store } = this
    const { start = DEFAULT_START, order, audit, admissionConfiguration } = this.#options
    if (order !== undefined || clock.now() !== start || clock.bookedSince(this.#booked)) return undefined
    if (!this.controllers.untouched) return undefined
    // What is written to a log, and what plugins count, is not in the store.
    if (!this.#awaitingPods || audit !== undefined || admissionConfiguration !== undefined) return undefined
    this.#base ??= store.toRememberedBase()
    return new Simulator(this.#options, undefined, { base: this.#base, random: this.#random.copy() })
  }

  /** To who is outside of the cluster, where there is a network. */
  #wayOut({ network, reviewWebhooks = {} }: SimulatorOptions): Outside | undefined {
    if (network === undefined) return undefined
    const outside = new Outside(network, this.#random, () => this.clock.now())
    this.reviewers.outside = outsideReviewers(outside, reviewWebhooks)
    return outside
  }

  /** Tells why pods are placed where they are; undefined when none runs. */
  get scheduler(): Scheduler | undefined {
    if (this.#awaitingPods) this.#startScheduler(this.environment)
    return this.#scheduler
  }

  /** A settled cluster has no pods: its scheduler has nothing to do before the first. */
  #scheduleFromFirstPodOn(): void {
    this.#awaitingPods = this.#schedulerOptions !== undefined
    // At once, so that it hears of pods in the order they come; after all who listen to pods, so that it hears of this one once.
    const stop = this.store.listen(undefined, ({ resource }) => {
      if (resource !== 'pods') return
      stop()
      if (this.#awaitingPods) this.#startScheduler(this.environment)
    })
  }

  /** kube-controller-manager's process is told to end or ends of itself; a new one starts its controllers once it leads. */
  setControllerManager(what: ProcessChange): void {
    if (what === 'starts') {
      this.leases.campaign('kube-controller-manager', () => this.controllers.startProcess())
      return
    }
    this.controllers.stopProcess()
    this.leases.stop('kube-controller-manager', what === 'crashes')
  }

  /** The same for kube-scheduler's. */
  setScheduler(what: ProcessChange): void {
    if (what === 'starts') {
      if (this.scheduler !== undefined) return
      const anew = { ...this.environment, settled: false }
      this.leases.campaign('kube-scheduler', () => this.#startScheduler(anew))
      return
    }
    this.#awaitingPods = false
    this.#scheduler?.stop()
    this.#scheduler = undefined
    this.leases.stop('kube-scheduler', what === 'crashes')
  }

  /** Tells what schedulers think of each node, for every attempt from now on. */
  onDecision(listener: (explanation: Explanation) => void): void {
    this.#deciding.add(listener)
    this.#scheduler?.onDecision(listener)
  }

  #startScheduler(environment: Environment): void {
    this.#awaitingPods = false
    if (this.#schedulerOptions === undefined) return
    const { clock } = this
    const options = this.#schedulerOptions
    const scheduler = clock.as(clock.newActor(), () => startScheduler(environment, options))
    this.#scheduler = scheduler
    for (const listener of this.#deciding) scheduler.onDecision(listener)
  }

  /** All watches break for so long; then everybody lists anew. */
  breakWatches(milliseconds: number): void {
    const ears = [...this.#ears]
    for (const each of ears) each.hold()
    this.clock.after(milliseconds, () => {
      for (const each of ears) each.resume()
    })
  }

  /** Says what the metrics APIs answer from now on. */
  setMetric(metric: MetricSetting): void {
    setMetric(this.environment.metrics, this.server.lister, metric)
    if (metric.is === 'server') installMetricsServer(this.environment, this.aggregator.backends)
  }

  /** Says more of the cloud behind the cluster; with the first word its controllers start. */
  setCloud(cloud: CloudSetting): void {
    this.environment.cloud.set(cloud)
    this.controllers.startCloud()
  }

  /** Says what became of the machine behind a node; false when there is no such node. */
  setMachine(node: string, state: 'running' | 'stopped' | 'deleted'): boolean {
    this.environment.cloud.setMachine(node, state)
    return this.kubelets.setUp(node, state === 'running')
  }

  /** Stops every component; the store stays readable. */
  stop(): void {
    const { customControllers, csiDrivers, kubelets, controllers } = this
    for (const each of [customControllers, csiDrivers, kubelets, this.#scheduler, controllers]) each?.stop()
  }
}

/** Those a scenario plays, and those outside. */
const webhooksOf =
  (played: PlayedWebhooks, outside: Outside | undefined, store: Store): WebhookBackends =>
  (url, config) =>
    played.at(url) ?? (outside && outsideWebhook(url, config, outside, store))

const containersBehind = (doors: () => Doors): ContainersPort => ({
  logs: (...ask) => doors().logs(...ask),
  followLogs: (...ask) => doors().followLogs(...ask),
  ask: (...ask) => doors().ask(...ask),
})

/** Lets a cluster so set up settle, its nodes registered and Ready. */
function settle(options: SimulatorOptions, start: number): BaseStore {
  const fresh = new BaseStore(bootstrapObjects(builtInResources(), start))
  // Nobody asks for anything yet but the cluster itself. No play has its seed: no two objects are of one uid.
  const { order: _, authorizationModes: _m, authorizationPolicy: _p, authorization: _z, audit: _a, ...rest } = options
  const { network: _n, ...usual } = rest
  const simulator = new Simulator({ ...usual, start, seed: -2 }, fresh)
  simulator.clock.runTo(start)
  simulator.leases.start()
  simulator.stop()
  return simulator.store.toBase()
}
