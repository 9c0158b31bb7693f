// How schedulers are set up: the profiles of a KubeSchedulerConfiguration, each a scheduler by a name of its own, merged with
// the default plugins. Upstream: mergePlugins in pkg/scheduler/apis/config/v1/default_plugins.go and expandMultiPointPlugins
// in pkg/scheduler/framework/runtime/framework.go.
import type { FeatureGates, JsonObject } from '../api/types.ts'
import { defaultPlugins, defaultSchedulerName } from '../data/scheduler-defaults.ts'

/** A plugin named in a configuration. */
export interface PluginReference {
  readonly name: string
  readonly weight?: number
}

/** Plugins switched on and off; `*` is all. */
export interface PluginSet {
  readonly enabled?: readonly PluginReference[]
  readonly disabled?: readonly PluginReference[]
}

/** The extension points a configuration names. */
export type ExtensionPoint =
  | 'preEnqueue'
  | 'queueSort'
  | 'preFilter'
  | 'filter'
  | 'postFilter'
  | 'preScore'
  | 'score'
  | 'reserve'
  | 'permit'
  | 'preBind'
  | 'bind'
  | 'postBind'
  | 'placementGenerate'
  | 'placementScore'

/** One scheduler: pods ask for it by `spec.schedulerName`. */
export interface SchedulerProfile {
  readonly schedulerName?: string
  readonly percentageOfNodesToScore?: number
  readonly plugins?: Readonly<Partial<Record<ExtensionPoint | 'multiPoint', PluginSet>>>
  readonly pluginConfig?: readonly { readonly name: string; readonly args?: JsonObject }[]
}

/** The part of a KubeSchedulerConfiguration that is acted on. */
export interface SchedulerConfiguration {
  readonly profiles?: readonly SchedulerProfile[]
  readonly percentageOfNodesToScore?: number
  readonly podInitialBackoffSeconds?: number
  readonly podMaxBackoffSeconds?: number
  /** How many goroutines work for upstream; judged, but of no effect. */
  readonly parallelism?: number
  readonly leaderElection?: {
    readonly leaderElect?: boolean
    /** Durations as Go writes them. */
    readonly leaseDuration?: string
    readonly retryPeriod?: string
    readonly resourceName?: string
    readonly resourceNamespace?: string
  }
}

/** The profiles, at least the default one; percentages filled in. */
export function profilesOf(configuration: SchedulerConfiguration): SchedulerProfile[] {
  const { profiles = [], percentageOfNodesToScore } = configuration
  return (profiles.length === 0 ? [{}] : profiles).map((profile) => ({
    ...(percentageOfNodesToScore === undefined ? {} : { percentageOfNodesToScore }),
    ...profile,
    schedulerName: profile.schedulerName ?? defaultSchedulerName,
  }))
}

/** A plugin of a profile, before its extension points are known. */
export interface ChosenPlugin {
  readonly name: string
  readonly file: string | undefined
  readonly weight: number
}

const fileOf = new Map(defaultPlugins.map(({ name, file }) => [name, file]))

const gated = defaultPlugins.flatMap(({ gate }) => gate ?? [])
const defaultChoices = new Map<string, readonly ChosenPlugin[]>()

/** All plugins of a profile in the order of MultiPoint; those enabled for single points only come last. */
export function chosenPlugins({ plugins }: SchedulerProfile, gates: FeatureGates): readonly ChosenPlugin[] {
  if (plugins !== undefined) return chosenOf(plugins, gates)
  const key = gated.map((gate) => gates.enabled(gate)).join()
  const chosen = defaultChoices.get(key) ?? multiPoint({}, gates)
  defaultChoices.set(key, chosen)
  return chosen
}

function chosenOf(plugins: NonNullable<SchedulerProfile['plugins']>, gates: FeatureGates): ChosenPlugin[] {
  const chosen = multiPoint(plugins.multiPoint ?? {}, gates)
  const known = new Set(chosen.map(({ name }) => name))
  for (const set of Object.values(plugins))
    for (const { name, weight } of set.enabled ?? []) {
      if (known.has(name)) continue
      known.add(name)
      chosen.push({ name, file: fileOf.get(name), weight: weight || 1 })
    }
  return chosen
}

function multiPoint({ enabled = [], disabled = [] }: PluginSet, gates: FeatureGates): ChosenPlugin[] {
  const off = new Set(disabled.map(({ name }) => name))
  const own = new Map(enabled.map((reference) => [reference.name, reference]))
  const chosen: ChosenPlugin[] = []
  for (const { name, file, weight = 1, gate } of defaultPlugins) {
    if (gate !== undefined && !gates.enabled(gate)) continue
    if (off.has('*') || off.has(name)) continue
    chosen.push({ name, file, weight: own.get(name)?.weight || weight })
    own.delete(name)
  }
  for (const { name, weight } of own.values()) chosen.push({ name, file: fileOf.get(name), weight: weight || 1 })
  return chosen
}

/** The names of a profile's plugins at one point in their order, out of `multi`, those of MultiPoint that implement it. */
export function pluginsAt(
  profile: SchedulerProfile,
  point: ExtensionPoint,
  multi: readonly PluginReference[],
): PluginReference[] {
  const { enabled = [], disabled = [] } = profile.plugins?.[point] ?? {}
  if (enabled.length === 0 && disabled.length === 0) return [...multi]
  const off = new Set(disabled.map(({ name }) => name))
  const inMulti = new Map(multi.map((plugin) => [plugin.name, plugin]))
  const explicit = new Set(enabled.map(({ name }) => name))
  const weighted = (plugin: PluginReference): PluginReference => ({
    name: plugin.name,
    weight: plugin.weight || (inMulti.get(plugin.name)?.weight ?? 1),
  })
  return [
    ...enabled.filter(({ name }) => inMulti.has(name)).map(weighted),
    ...(off.has('*') ? [] : multi.filter(({ name }) => !off.has(name) && !explicit.has(name))),
    ...enabled.filter(({ name }) => !inMulti.has(name)).map(weighted),
  ]
}

/** The arguments of a plugin. */
export function argumentsOf({ pluginConfig = [] }: SchedulerProfile, name: string): JsonObject {
  return pluginConfig.find((config) => config.name === name)?.args ?? {}
}
