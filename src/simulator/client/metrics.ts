// What the metrics APIs would answer: nobody measures anything in a simulated cluster, so a scenario says what pods use and what
// other numbers there are. An API that nothing was said about is not installed, as in a cluster without metrics-server.
// Upstream: metrics.k8s.io, custom.metrics.k8s.io, external.metrics.k8s.io (k8s.io/metrics). Values are in thousandths.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { Labels, Selector } from '../../model/labels.ts'

/** Some pods of a namespace. */
export interface PodRule {
  readonly namespace: string
  applies(pod: Pod): boolean
}

/** How much of a resource the containers of pods, or of an image, use; of several rules for one container the last counts. */
export interface UsageRule extends Partial<PodRule> {
  /** As pods name it, with or without tag: its containers in all namespaces. */
  readonly image?: string
  /** Left out: the pod's first container. */
  readonly container?: string
  /** `cpu`, `memory`. */
  readonly resource: string
  readonly milli: number
  /** All running pods of the rule share the amount evenly; else each uses it. */
  readonly shared?: boolean
}

/** A number an adapter knows about pods. */
export interface PodValueRule extends PodRule {
  readonly metric: string
  readonly labels?: Labels
  readonly milli: number
  readonly shared?: boolean
}

/** A number about one object; `name` of a Namespace is its own namespace's. */
export interface ObjectValue {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly metric: string
  readonly labels?: Labels
  readonly milli: number
}

/** A number from outside the cluster. */
export interface ExternalValue {
  readonly namespace: string
  readonly metric: string
  readonly labels?: Labels
  readonly milli: number
}

/** What one pod's containers use, by resource. */
export interface PodUsage {
  readonly name: string
  readonly containers: readonly { readonly name: string; readonly usage: ReadonlyMap<string, number> }[]
}

const share = (milli: number, shared: boolean | undefined, of: number): number =>
  shared === true && of > 0 ? Math.trunc(milli / of) : milli

const sameLabels = (a: Labels = {}, b: Labels = {}): boolean => {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key])
}

/** The metrics of one cluster. */
export class Metrics {
  readonly #usage: UsageRule[] = []
  readonly #unknown: PodRule[] = []
  #served = false
  readonly #podValues: PodValueRule[] = []
  #objectValues: ObjectValue[] = []
  #externalValues: ExternalValue[] = []
  readonly #listeners = new Set<(namespace: string | undefined) => void>()
  #customServed = false
  #externalServed = false

  /** Calls back with the namespace (none: all) whenever something else is said; answers with the way to stop it. */
  listen(listener: (namespace: string | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #tell(namespace: string | undefined): void {
    for (const listener of this.#listeners) listener(namespace)
  }

  /** Installs metrics.k8s.io: running containers use nothing until it is said what they use. */
  serve(): void {
    this.#served = true
    this.#tell(undefined)
  }

  /** Whether metrics.k8s.io is installed. */
  get served(): boolean {
    return this.#served
  }

  /** Says what pods use from now on. What images use is known before anybody measures it. */
  use(rule: UsageRule): void {
    if (rule.image === undefined) this.#served = true
    this.#usage.push(rule)
    this.#tell(rule.namespace)
  }

  /** Says that nobody has measured these pods. */
  forget(rule: PodRule): void {
    this.#served = true
    this.#unknown.push(rule)
    this.#tell(rule.namespace)
  }

  /** Says what is known about pods from now on. */
  setForPods(rule: PodValueRule): void {
    this.#customServed = true
    this.#podValues.push(rule)
    this.#tell(rule.namespace)
  }

  /** Says what is known about an object from now on. */
  setForObject(value: ObjectValue): void {
    this.#customServed = true
    const { group, kind, namespace, name, metric } = value
    this.#objectValues = this.#objectValues.filter(
      (each) =>
        each.group !== group ||
        each.kind !== kind ||
        each.namespace !== namespace ||
        each.name !== name ||
        each.metric !== metric ||
        !sameLabels(each.labels, value.labels),
    )
    this.#objectValues.push(value)
    this.#tell(namespace)
  }

  /** Says what is known about the world from now on. */
  setExternal(value: ExternalValue): void {
    this.#externalServed = true
    const { namespace, metric } = value
    this.#externalValues = this.#externalValues.filter(
      (each) => each.namespace !== namespace || each.metric !== metric || !sameLabels(each.labels, value.labels),
    )
    this.#externalValues.push(value)
    this.#tell(namespace)
  }

  /** What running pods use, but for those nobody has measured; undefined where metrics.k8s.io is not installed. */
  usageOf(pods: readonly Pod[]): PodUsage[] | undefined {
    if (!this.#served) return undefined
    const unknown = new Set(this.#unknown.flatMap((rule) => covered(rule, pods)))
    const running = pods.filter((pod) => pod.status.phase === 'Running' && !unknown.has(pod))
    const rules = this.#usage.map((rule) => ({ rule, pods: new Set(covered(rule, running)) }))
    return running.map((pod) => {
      const own = rules.filter((each) => each.pods.has(pod))
      const containers = (pod.spec.containers ?? []).map(({ name, image = '' }, index) => {
        const usage = new Map([
          ['cpu', 0],
          ['memory', 0],
        ])
        for (const { rule, pods: sharers } of own) {
          const { container } = rule
          const first = container === undefined && rule.image === undefined && index === 0
          if (first || container === name || (rule.image !== undefined && isOfImage(image, rule.image)))
            usage.set(rule.resource, share(rule.milli, rule.shared, sharers.size))
        }
        return { name, usage }
      })
      return { name: pod.metadata.name ?? '', containers }
    })
  }

  /** An adapter's numbers about pods by name; undefined where custom.metrics.k8s.io is not installed. */
  podValues(metric: string, pods: readonly Pod[], selector: Selector): ReadonlyMap<string, number> | undefined {
    if (!this.#customServed) return undefined
    const values = new Map<string, number>()
    for (const rule of this.#podValues) {
      if (rule.metric !== metric || !selector.matches(rule.labels)) continue
      const own = covered(rule, pods)
      for (const { metadata } of own) values.set(metadata.name ?? '', share(rule.milli, rule.shared, own.length))
    }
    return values
  }

  /** Whether custom.metrics.k8s.io is installed. */
  get customServed(): boolean {
    return this.#customServed
  }

  /** An adapter's number about an object. */
  objectValue(
    { group, kind, namespace, name, metric }: Pick<ObjectValue, 'group' | 'kind' | 'namespace' | 'name' | 'metric'>,
    selector: Selector,
  ): number | undefined {
    const value = this.#objectValues.find(
      (each) =>
        each.metric === metric &&
        each.kind === kind &&
        each.name === name &&
        each.group === group &&
        each.namespace === namespace &&
        selector.matches(each.labels),
    )
    return value?.milli
  }

  /** The numbers of an external metric; undefined where external.metrics.k8s.io is not installed. */
  externalValues(namespace: string, metric: string, selector: Selector): readonly number[] | undefined {
    if (!this.#externalServed) return undefined
    return this.#externalValues
      .filter((each) => each.namespace === namespace && each.metric === metric && selector.matches(each.labels))
      .map(({ milli }) => milli)
  }
}

interface Coverage extends Partial<PodRule> {
  readonly image?: string
}

function covered({ namespace, applies, image }: Coverage, pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => {
    if (namespace !== undefined && pod.metadata.namespace !== namespace) return false
    if (image !== undefined && !pod.spec.containers?.some((container) => isOfImage(container.image ?? '', image)))
      return false
    return applies?.(pod) !== false
  })
}

/** An image is meant by its exact name, or by its name without tag. */
const isOfImage = (image: string, name: string): boolean =>
  image === name || (image.startsWith(name) && image[name.length] === ':' && !image.includes('/', name.length))
