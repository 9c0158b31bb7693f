// The cloud behind a cluster: machines of nodes and load balancers, as a scenario sets them. Without one its controllers do not run.
// Upstream: what a cloudprovider.Interface answers (k8s.io/cloud-provider/cloud.go).

/** What is known of a node's machine. */
export interface Machine {
  readonly providerID: string
  readonly instanceType: string
  readonly region?: string
  readonly state: 'running' | 'stopped' | 'deleted'
}

/** How a cloud is set; what is said adds up. */
export interface CloudSetting {
  readonly region?: string
  /** How long a load balancer takes to come. */
  readonly balancersTake?: number
  /** Why no load balancer comes; '' for none: they come again. */
  readonly balancersRefused?: string
}

/** Load balancers get the first free address of 203.0.113.0/24. */
const NETWORK = '203.0.113'
const LAST = 254

/** One cluster's cloud. */
export class Cloud {
  #setting: CloudSetting = {}
  readonly #machines = new Map<string, Machine['state']>()
  readonly #balancers = new Map<string, string>()

  /** Says more of the cloud. */
  set(setting: CloudSetting): void {
    this.#setting = { ...this.#setting, ...setting }
  }

  /** Says what became of the machine behind a node. */
  setMachine(node: string, state: Machine['state']): void {
    this.#machines.set(node, state)
  }

  /** The machine behind a node. */
  machine(node: string): Machine {
    const { region } = this.#setting
    return {
      providerID: `kabuki://${region ?? ''}/${node}`,
      instanceType: 'kabuki',
      ...(region === undefined ? {} : { region }),
      state: this.#machines.get(node) ?? 'running',
    }
  }

  /** How long the next load balancer takes, or why none comes. */
  get balancers(): { readonly takes: number; readonly refused: string | undefined } {
    const { balancersTake = 0, balancersRefused } = this.#setting
    return { takes: balancersTake, refused: balancersRefused || undefined }
  }

  /** Whether there is a load balancer for a service, by its uid. */
  hasBalancer(uid: string): boolean {
    return this.#balancers.has(uid)
  }

  /** Makes a load balancer, or finds the one there is; its address, or what is wrong. */
  ensureBalancer(uid: string, wanted: string | undefined): { readonly ip: string } | { readonly error: string } {
    const { refused } = this.balancers
    if (refused !== undefined) return { error: refused }
    const known = this.#balancers.get(uid)
    if (known !== undefined && (wanted === undefined || wanted === known)) return { ip: known }
    const taken = new Set(this.#balancers.values())
    let ip = wanted
    for (let last = 1; ip === undefined && last <= LAST; last++)
      if (!taken.has(`${NETWORK}.${last}`)) ip = `${NETWORK}.${last}`
    if (ip === undefined) return { error: 'no address is left' }
    this.#balancers.set(uid, ip)
    return { ip }
  }

  /** Takes a load balancer away. */
  deleteBalancer(uid: string): void {
    this.#balancers.delete(uid)
  }
}
