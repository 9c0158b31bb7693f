// A stage for tests of controllers: a cluster, an administrator's client, and a server that refuses what a test says. Times are
// milliseconds since the cluster began.
import type { Event } from '../../generated/api/core.v1.ts'
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import { Simulator, type SimulatorOptions } from '../compose.ts'

/** A write as the server got it. */
export interface Asked {
  readonly method: string
  readonly resource: ResourceKey
  readonly namespace: string
  readonly name: string
  readonly subresource: string
  readonly user: string
  readonly body: unknown
}

export interface Stage {
  readonly simulator: Simulator
  readonly client: Client
  /** Milliseconds since the beginning. */
  now(): number
  /** Plays on until so long after the beginning. */
  until(milliseconds: number): void
  /** Creates what must be accepted. */
  create<T extends KubeObject>(resource: ResourceKey, object: object): T
  /** From now on the requests a test chooses get this code; the times at which they came are added to the list that is returned. */
  refuse(code: number, chosen: (asked: Asked) => boolean): number[]
  /** Nothing is refused any more. */
  relent(): void
  /** What a component told of: name, reason, message, count. */
  events(component: string, namespace?: string): unknown[][]
}

/** A cluster without nodes unless the test says otherwise. */
export function stage(options: SimulatorOptions = { nodes: [] }): Stage {
  const simulator = new Simulator(options)
  const { clock, environment, server } = simulator
  const client = environment.client('admin', ['system:masters'])
  const begun = clock.now()
  const perform = server.perform.bind(server)
  const now = (): number => clock.now() - begun
  return {
    simulator,
    client,
    now,
    until: (milliseconds) => clock.runTo(begun + milliseconds),
    create: (resource, object) => {
      const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
      if (!made.ok) throw new Error(made.status.message)
      return made.object as never
    },
    refuse: (code, chosen) => {
      const times: number[] = []
      server.perform = (method, resource, at, ask) => {
        if (!chosen({ method, resource, ...at, user: ask.user.name, body: ask.body }))
          return perform(method, resource, at, ask)
        times.push(now())
        const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'not now', code }
        return { code, body, warnings: [] }
      }
      return times
    },
    relent: () => {
      server.perform = perform
    },
    events: (component, namespace = 'default') =>
      client.lister
        .list<Event>('events', namespace)
        .filter(({ source }) => source.component === component)
        .map(({ reason, message, count, involvedObject: { name } }) => [name, reason, message, count]),
  }
}
