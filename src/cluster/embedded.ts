// The simulator behind the port: requests go straight into the API server, time is the simulator's clock.
import { builtInKinds } from '../generated/kind-words.ts'
import type { KubeObject, UserInfo } from '../simulator/api/types.ts'
import {
  AccessSettingError,
  ADMINISTRATOR,
  AdmissionSettingError,
  bringAbout,
  DEFAULT_START,
  FeatureGateError,
  notSimulatedIn,
  SchedulerSettingError,
  Simulator,
  shownIn,
  storedUnder,
} from '../simulator/compose.ts'
import { type AuditWriter, accessOf } from './access.ts'
import { keepDecisions } from './decisions.ts'
import type {
  Allocation,
  ApiObject,
  ApiRequest,
  ApiResponse,
  ApiServerBehaviour,
  Change,
  CloudSpec,
  Cluster,
  ClusterOptions,
  ContainerEvent,
  ControllerTask,
  Decisions,
  DeviceSpec,
  Fault,
  History,
  ImageSpec,
  KindInfo,
  MetricSpec,
  NodeEvent,
  NodeSpec,
  RegistrySpec,
  ReviewerSpec,
  WebhookAddress,
  WebhookBehaviour,
} from './port.ts'
import { StageError } from './port.ts'

/** Starts a simulated cluster. */
export function createEmbeddedCluster(options: ClusterOptions = {}): Cluster {
  return new EmbeddedCluster(options)
}

class EmbeddedCluster implements Cluster {
  readonly type = 'embedded'
  readonly history: History
  readonly decisions: Decisions
  readonly auditLog: ApiObject[] = []
  readonly #options: ClusterOptions
  readonly #own: Simulator
  /** Something was done that a fork would not know of. */
  #set = false

  /** `forked` goes on where another cluster of these options was. */
  constructor(options: ClusterOptions, forked?: Simulator) {
    const simulator = forked ?? simulatorFor(options, (event) => this.auditLog.push(event as ApiObject))
    this.#options = options
    this.#own = simulator
    this.decisions = keepDecisions(simulator)
    this.history = new Changes(simulator.store.history as unknown as readonly Change[])
  }

  /** The simulator for those who change what no request shows; those who only look, requests, time and images (told again to forks) use `#own`. */
  get #simulator(): Simulator {
    this.#set = true
    return this.#own
  }

  fork(): Cluster | undefined {
    const simulator = this.#set ? undefined : this.#own.fork()
    return simulator && new EmbeddedCluster(this.#options, simulator)
  }

  happenToNode(node: string, event: NodeEvent): string | undefined {
    return this.#simulator.kubelets.happenToNode(node, event)
  }

  kinds(): readonly KindInfo[] {
    return builtInKinds
  }

  storedUnder({ apiVersion, kind, key }: { apiVersion: string; kind: string; key: string }): string {
    return storedUnder(this.#own.server.parts, apiVersion, kind) ?? key
  }

  show(object: ApiObject, apiVersion: string): ApiObject {
    const shown = shownIn(this.#own.server.parts, object as unknown as KubeObject, apiVersion)
    if ('error' in shown) throw new StageError(String(shown.error))
    return shown as unknown as ApiObject
  }

  request(request: ApiRequest): ApiResponse {
    const { as, credentials, ...rest } = request
    if (request.method !== 'GET') this.#own.clock.stepBetween()
    // Tokens are remembered for a while, which a fork would not know of.
    const { server } = credentials?.token === undefined ? this.#own : this.#simulator
    const { code, body, warnings, text } =
      credentials === undefined
        ? server.handle({ ...rest, user: as === undefined ? ADMINISTRATOR : userOf(as) })
        : server.handleFor(credentials, rest)
    const object = body as unknown as ApiObject
    const answer = { code, body: object, warnings, ...(text === undefined ? {} : { text }) }
    if (request.method === 'GET' || request.method === 'DELETE' || code >= 300) return answer
    const notSimulated = notSimulatedIn(body)
    return notSimulated.length > 0 ? { ...answer, notSimulated } : answer
  }

  now(): number {
    return this.#own.clock.now()
  }

  pass(milliseconds: number): void {
    this.#own.clock.runTo(this.now() + milliseconds)
  }

  until(holds: () => boolean, within: number): boolean {
    const { clock, store } = this.#own
    const deadline = clock.now() + within
    if (holds()) return true
    let seen = store.history.length
    while (clock.step(deadline)) {
      if (store.history.length === seen) continue
      seen = store.history.length
      if (holds()) return true
    }
    clock.runTo(deadline)
    return holds()
  }

  addNode(node: NodeSpec): void {
    this.#simulator.kubelets.add(node)
    this.pass(0)
  }

  setNodeUp(name: string, up: boolean): void {
    this.#simulator.kubelets.setUp(name, up)
  }

  setCloud(cloud: CloudSpec): void {
    this.#simulator.setCloud(cloud)
  }

  addCsiDriver(driver: string, node: string | undefined): boolean {
    return this.#simulator.csiDrivers.add(driver, node)
  }

  setMachine(node: string, state: 'running' | 'stopped' | 'deleted'): boolean {
    return this.#simulator.setMachine(node, state)
  }

  setMetric(metric: MetricSpec): void {
    this.#simulator.setMetric(metric)
  }

  setReviewer(reviewer: ReviewerSpec): void {
    const { reviewers } = this.#simulator
    if (reviewer.is === 'tokens') reviewers.tokens = reviewer.answers
    else reviewers.access.set(reviewer.name, reviewer.answers)
  }

  setImage(image: ImageSpec): void {
    const memory = image.memory?.findLast(({ from }) => from === 0)
    if (memory !== undefined)
      this.#own.setMetric({ is: 'usage', of: { image: image.name }, resource: 'memory', amount: String(memory.bytes) })
    this.#own.kubelets.setImage(image)
  }

  setRegistry(registry: RegistrySpec): void {
    this.#simulator.kubelets.setRegistry(registry)
  }

  fault(fault: Fault): string | undefined {
    return bringAbout(this.#simulator, fault)
  }

  setWebhook(webhook: WebhookAddress, behaviour: WebhookBehaviour): void {
    const problem = this.#simulator.webhooks.set(webhook, behaviour)
    if (problem !== undefined) throw new StageError(problem)
  }

  playController(
    resource: string,
    task: ControllerTask,
    as?: { readonly name: string; readonly groups: readonly string[] },
  ): void {
    const problem = this.#simulator.customControllers.set(resource, task, as)
    if (problem !== undefined) throw new StageError(problem)
  }

  setApiServer(apiService: string, behaviour: ApiServerBehaviour): void {
    this.#simulator.aggregator.backends.set(apiService, behaviour)
  }

  proxiedRequests(apiService: string): ReturnType<Simulator['aggregator']['backends']['asked']> {
    return this.#simulator.aggregator.backends.asked(apiService)
  }

  webhookCalls(webhook: WebhookAddress): readonly unknown[] {
    return this.#own.webhooks.calls(webhook)
  }

  happen(namespace: string, pod: string, container: string, event: ContainerEvent): boolean {
    return this.#simulator.kubelets.happen(namespace, pod, container, event)
  }

  kubeletError(node: string): string | undefined {
    return this.#own.kubelets.startError(node)
  }

  setDevices(node: string | undefined, resource: string, devices: readonly DeviceSpec[]): boolean {
    return this.#simulator.kubelets.devices.set(node, resource, devices)
  }

  setDevicePluginUp(node: string | undefined, resource: string, up: boolean): boolean {
    return this.#simulator.kubelets.devices.setUp(node, resource, up)
  }

  setDeviceHealth(node: string | undefined, device: string, healthy: boolean): boolean {
    return this.#simulator.kubelets.devices.setHealth(node, device, healthy)
  }

  allocationOf(namespace: string, pod: string, container: string): Allocation | undefined {
    return this.#own.kubelets.allocationOf(namespace, pod, container)
  }

  /** Nothing of it goes on by itself: time stands still, and nobody is listened to. */
  close(): void {}
}

const SETTING_ERRORS = [FeatureGateError, AdmissionSettingError, AccessSettingError, SchedulerSettingError]

/**
 * The history of a store. A class: a getter of an object literal would be a shape of its own for each cluster, and keep the cluster
 * alive until the next full collection of garbage.
 */
class Changes implements History {
  readonly #changes: readonly Change[]

  constructor(changes: readonly Change[]) {
    this.#changes = changes
  }

  get length(): number {
    return this.#changes.length
  }

  since(from = 0): readonly Change[] {
    return from === 0 ? this.#changes : this.#changes.slice(from)
  }

  of(resource: string, namespace: string, name: string): readonly Change[] {
    return this.#changes.filter((c) => c.resource === resource && c.namespace === namespace && c.name === name)
  }
}

/** The simulator so set up; what cannot be is told in the port's words. */
function simulatorFor({ access, ...options }: ClusterOptions, write: AuditWriter): Simulator {
  try {
    return new Simulator({ ...options, ...accessOf(access, write), start: options.start ?? DEFAULT_START })
  } catch (error) {
    if (SETTING_ERRORS.some((type) => error instanceof type)) throw new StageError((error as Error).message)
    throw error
  }
}

/** Every authenticated user is in system:authenticated. */
function userOf({ name, groups = [] }: { name: string; groups?: readonly string[] }): UserInfo {
  return { name, groups: groups.includes('system:authenticated') ? groups : [...groups, 'system:authenticated'] }
}
