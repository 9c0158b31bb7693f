// One scheduler by name: its plugins, its algorithm, its way to bind, its voice in events. All profiles share the queue, the
// cache and the nominations. Upstream: pkg/scheduler/profile/profile.go.
import type { Labels } from '../../model/labels.ts'
import type { Client } from '../client/client.ts'
import type { Environment } from '../client/environment.ts'
import { SeriesRecorder } from '../client/event-recorder.ts'
import { Algorithm, type SearchStart } from './algorithm.ts'
import { BindingCycle, type BindingOutcomes } from './binding.ts'
import type { Cache } from './cache.ts'
import type { SchedulerProfile } from './configuration.ts'
import type { Handle } from './contract.ts'
import { Framework } from './framework.ts'
import type { Nominator } from './nominator.ts'

/** What the profiles of one scheduler share. */
export interface Shared {
  readonly environment: Environment
  readonly client: Client
  readonly cache: Cache
  readonly nominator: Nominator
  readonly start: SearchStart
  readonly outcomes: (profile: Profile) => BindingOutcomes
  /** Ends a wait of a pod of any profile. */
  readonly resume: Handle['resume']
}

const noLabels: Labels = {}

/** A profile at work. */
export class Profile {
  readonly name: string
  readonly recorder: SeriesRecorder
  readonly framework: Framework
  readonly algorithm: Algorithm
  readonly binding: BindingCycle

  constructor(name: string, configuration: SchedulerProfile, shared: Shared) {
    const { environment, client, start, outcomes } = shared
    this.name = name
    this.recorder = new SeriesRecorder(client, environment.clock, name, `${name}-control-plane`)
    this.framework = new Framework(this.#handle(shared), configuration)
    const { percentageOfNodesToScore } = configuration
    this.algorithm = new Algorithm(this.framework, environment.random, start, percentageOfNodesToScore)
    this.binding = new BindingCycle(this.framework, environment.clock, outcomes(this))
  }

  #handle({ environment, client, cache, nominator, resume }: Shared): Handle {
    return {
      environment,
      client,
      profile: this.name,
      nodes: () => cache.nodes(),
      node: (name) => cache.node(name),
      imageNodes: (image) => cache.imageNodes(image),
      count: (sort) => cache.count(sort),
      domains: (topologyKey) => cache.domains(topologyKey),
      refusingTerms: cache.refusingTerms,
      scoringTerms: cache.scoringTerms,
      claimUsed: (key) => cache.claimUsed(key),
      namespaceLabels: (namespace) => client.lister.get('namespaces', '', namespace)?.metadata.labels ?? noLabels,
      nominatedPods: (nodeName) => nominator.on(nodeName),
      runFilters: (state, pod, node) => this.framework.filterWithNominated(state, pod, node),
      runAddPod: (state, pod, added, node) => this.framework.addPod(state, pod, added, node),
      runRemovePod: (state, pod, removed, node) => this.framework.removePod(state, pod, removed, node),
      resume,
      waits: (uid, state) => this.binding.waits(uid, state),
      event: (regarding, reason, action, note, related) =>
        this.recorder.event(regarding, 'Normal', reason, action, note, related),
    }
  }
}
