// API servers outside of the cluster, behind APIServices whose services lead there: whether they answer, what they serve, and the way
// to them. Upstream: kube-aggregator/pkg/controllers/status/remote, pkg/apiserver/{handler_proxy,handler_discovery}.go.
import type { APIService } from '../../generated/api/apiregistration.v1.ts'
import { parseGoJson } from '../../model/go-json.ts'
import type { ListedResource } from '../api/remote-discovery.ts'
import type { Forward, ServerRequest } from '../api/request.ts'
import type { Lister } from '../api/types.ts'
import type { Outside } from '../engine/outside.ts'
import { type WayOutside, wayOutside } from '../webhooks/route.ts'
import type { Probe } from './availability.ts'

/** The request should happen quickly. */
const TIMEOUT_SECONDS = 5
/** Who we are to the others. */
const FRONT_PROXY = 'front proxy'
const AGGREGATOR = { 'x-remote-user': 'system:kube-aggregator', 'x-remote-group': 'system:masters' }

/** Those of one cluster. */
export class OutsideApiServers {
  readonly #outside: Outside
  readonly #lister: Lister
  readonly #resources = new Map<string, readonly ListedResource[]>()
  readonly #judging = new Set<string>()
  /** Each look at a server is another. */
  #looks = 0

  constructor(outside: Outside, lister: Lister) {
    this.#outside = outside
    this.#lister = lister
  }

  /** What one told of when it was last looked at. */
  resources(name: string): readonly ListedResource[] | undefined {
    return this.#resources.get(name)
  }

  /** The way a request takes to the server behind an APIService, where that is outside. */
  forward(service: APIService, { user }: ServerRequest): Forward | undefined {
    const way = this.#way(service)
    if (way === undefined) return undefined
    const { caBundle, insecureSkipTLSVerify: insecure } = service.spec
    return { ...way, caBundle, insecure, user }
  }

  /** Looks at the server behind an APIService, where that is outside. */
  probe(service: APIService): Probe | undefined {
    const way = this.#way(service)
    if (way === undefined) return undefined
    const { caBundle, insecureSkipTLSVerify: insecure } = service.spec
    const name = service.metadata.name ?? ''
    const key = `look ${++this.#looks} at ${name}`
    return (url) => {
      const answer = this.#outside.answer(key, () => ({
        url,
        ...way,
        headers: AGGREGATOR,
        timeoutSeconds: TIMEOUT_SECONDS,
        limit: 'client',
        settings: FRONT_PROXY,
        ...(caBundle ? { caBundle } : {}),
        ...(insecure ? { insecure } : {}),
      }))
      if ('error' in answer) return answer.error
      this.#keep(name, answer.body)
      return answer.code
    }
  }

  /** Does something that waits for answers, one thing at a time for each. */
  judge(name: string, run: () => void): void {
    if (this.#judging.has(name)) return
    this.#judging.add(name)
    void Promise.resolve(this.#outside.serve(run)).finally(() => this.#judging.delete(name))
  }

  #keep(name: string, body: string): void {
    const read = parseGoJson(body, 'object', 'v1.APIResourceList')
    const { resources } = ('error' in read ? {} : (read.value ?? {})) as { resources?: readonly ListedResource[] }
    if (Array.isArray(resources)) this.#resources.set(name, resources)
    else this.#resources.delete(name)
  }

  #way({ spec }: APIService): WayOutside | undefined {
    const { namespace = '', name = '', port = 443 } = spec.service ?? {}
    return spec.service === undefined ? undefined : wayOutside({ namespace, name, port }, this.#lister)
  }
}
