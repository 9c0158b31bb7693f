// The API servers behind APIServices that a scenario plays: what they answer, and what they were asked.
import type { ListedResource } from '../api/remote-discovery.ts'
import type { ServerRequest, ServerResponse } from '../api/request.ts'
import type { JsonObject } from '../api/types.ts'

/** One thing an API server does. */
export type ApiServerBehaviour =
  | {
      readonly is: 'answers'
      readonly method: string
      readonly path: string
      readonly code: number
      readonly body: unknown
    }
  /** Connections to it fail. */
  | { readonly is: 'down' }

/** A request as it was passed on, with whom it came from. */
export interface ProxiedRequest {
  readonly method: string
  readonly path: string
  readonly user: string
  readonly groups: readonly string[]
}

interface Played {
  readonly answers: Map<string, { readonly code: number; readonly body: unknown }>
  readonly asked: ProxiedRequest[]
  down: boolean
  /** Answers what is not in the list. */
  handler?: (request: ServerRequest) => ServerResponse
}

const AGGREGATOR = { name: 'system:kube-aggregator', groups: ['system:masters'] }

/** What a server says of paths it does not know. */
const NOT_FOUND: ServerResponse = {
  code: 404,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
    code: 404,
  },
  warnings: [],
}

/** All of one cluster, by the name of their APIService. */
export class PlayedApiServers {
  readonly #all = new Map<string, Played>()
  readonly #changed: (name: string) => void

  constructor(changed: (name: string) => void) {
    this.#changed = changed
  }

  /** Adds to what a server does. */
  set(name: string, behaviour: ApiServerBehaviour): void {
    const played = this.#of(name)
    if (behaviour.is === 'down') played.down = true
    else {
      const { method, path, code, body } = behaviour
      played.answers.set(`${method} ${path}`, { code, body })
    }
    this.#changed(name)
  }

  /** Lets a server of the stage answer by itself. */
  serve(name: string, handler: (request: ServerRequest) => ServerResponse): void {
    this.#of(name).handler = handler
    this.#changed(name)
  }

  /** What a server was asked by others than the aggregator itself, oldest first. */
  asked(name: string): readonly ProxiedRequest[] {
    return this.#of(name).asked
  }

  /** Whether it takes connections; nobody plays it: no. */
  isUp(name: string): boolean {
    return this.#all.get(name)?.down === false
  }

  /** What it answers to the aggregator's question whether it is there. */
  discovery(name: string, path: string): number {
    return this.#all.get(name)?.answers.get(`GET ${path}`)?.code ?? 200
  }

  /** What it tells the aggregator that it serves. */
  resources(name: string, path: string): readonly ListedResource[] | undefined {
    const { answers, handler } = this.#of(name)
    const { code, body } =
      answers.get(`GET ${path}`) ?? handler?.({ method: 'GET', path, user: AGGREGATOR }) ?? NOT_FOUND
    const { resources } = (body ?? {}) as { readonly resources?: readonly ListedResource[] }
    return code === 200 && Array.isArray(resources) ? resources : undefined
  }

  /** Passes a request on. */
  ask(name: string, request: ServerRequest): ServerResponse {
    const { method, path, user } = request
    const { answers, asked, handler } = this.#of(name)
    asked.push({ method, path, user: user.name, groups: user.groups })
    const answer = answers.get(`${method} ${path}`)
    if (answer === undefined) return handler?.(request) ?? NOT_FOUND
    return { code: answer.code, body: (answer.body ?? {}) as JsonObject, warnings: [] }
  }

  #of(name: string): Played {
    const known = this.#all.get(name)
    if (known !== undefined) return known
    const made: Played = { answers: new Map(), asked: [], down: false }
    this.#all.set(name, made)
    return made
  }
}
