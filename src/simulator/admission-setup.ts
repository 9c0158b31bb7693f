// Which admission plugins run in a cluster, and how they are configured: upstream's names and order, judged before anything starts.
// Upstream: apiserver/pkg/server/options/admission.go, apiserver/pkg/admission/{plugins,config}.go.
import { registry } from '../generated/registry/admission.ts'
import { quote } from '../model/quote.ts'
import type { AdmissionPlugin, PluginConfiguration } from './admission/contract.ts'
import { admissionOrder, defaultAdmissionPlugins } from './data/admission-order.ts'

/** How admission is set up. */
export interface AdmissionOptions {
  readonly enableAdmissionPlugins?: readonly string[]
  readonly disableAdmissionPlugins?: readonly string[]
  /** By plugin, as under `configuration` in an AdmissionConfiguration. */
  readonly admissionConfiguration?: Readonly<Record<string, unknown>>
  /** The servers that kubeconfigs speak of, by the files configurations name. */
  readonly kubeconfigs?: Readonly<Record<string, string>>
  /** The flags of DefaultTolerationSeconds. */
  readonly tolerationSeconds?: { readonly notReady?: number; readonly unreachable?: number }
}

/** Why admission cannot be set up so; for the user's eyes. */
export class AdmissionSettingError extends Error {}

let byName: ReadonlyMap<string, AdmissionPlugin> | undefined
let defaultChain: readonly AdmissionPlugin[] | undefined

function plugins(): ReadonlyMap<string, AdmissionPlugin> {
  byName ??= new Map([...registry.values()].map((plugin) => [plugin.name, plugin]))
  return byName
}

/** The plugins that are on and exist, in upstream's order. */
export function admissionChain(options: AdmissionOptions): readonly AdmissionPlugin[] {
  const { enableAdmissionPlugins: enable = [], disableAdmissionPlugins: disable = [] } = options
  if (enable.length === 0 && disable.length === 0 && options.admissionConfiguration === undefined) {
    defaultChain ??= chosen([], [])
    return defaultChain
  }
  judgeNames('enable', enable)
  judgeNames('disable', disable)
  for (const name of enable) {
    if (!plugins().has(name)) throw new AdmissionSettingError(`the admission plugin ${quote(name)} is not simulated`)
  }
  const chain = chosen(enable, disable)
  judgeConfiguration(chain, withServers(options))
  return chain
}

const chosen = (enable: readonly string[], disable: readonly string[]): AdmissionPlugin[] =>
  admissionOrder
    .filter((name: string) => (defaultAdmissionPlugins.has(name) && !disable.includes(name)) || enable.includes(name))
    .map((name) => plugins().get(name))
    .filter((plugin) => plugin !== undefined)

function judgeNames(sort: 'enable' | 'disable', names: readonly string[]): void {
  for (const name of names) {
    if (!(admissionOrder as readonly string[]).includes(name))
      throw new AdmissionSettingError(`${sort}-admission-plugins plugin ${quote(name)} is unknown`)
  }
}

function judgeConfiguration(chain: readonly AdmissionPlugin[], given: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(given)) {
    const plugin = plugins().get(name)
    if (plugin === undefined)
      throw new AdmissionSettingError(`there is no admission plugin ${quote(name)} to configure`)
    if (plugin.judgeConfiguration === undefined)
      throw new AdmissionSettingError(`the admission plugin ${quote(name)} takes no configuration`)
  }
  for (const plugin of chain) {
    const problem = plugin.judgeConfiguration?.(given[plugin.name] as PluginConfiguration | undefined)
    if (problem !== undefined)
      throw new AdmissionSettingError(`couldn't init admission plugin ${quote(plugin.name)}: ${problem}`)
  }
}

/** What the plugins of one cluster read. */
export const configurations = (options: AdmissionOptions): ReadonlyMap<string, PluginConfiguration> =>
  new Map<string, PluginConfiguration>([
    ...Object.entries(withServers(options)),
    ...(options.tolerationSeconds === undefined
      ? []
      : [['DefaultTolerationSeconds', options.tolerationSeconds] as const]),
  ])

/** What plugins read; where one names a kubeconfig, with the server that it speaks of. */
function withServers({
  admissionConfiguration = {},
  kubeconfigs = {},
}: AdmissionOptions): Readonly<Record<string, PluginConfiguration>> {
  const given = Object.entries(admissionConfiguration) as [string, PluginConfiguration][]
  return Object.fromEntries(
    given.map(([name, configuration]) => {
      const { kubeConfigFile } = (configuration['imagePolicy'] ?? {}) as { readonly kubeConfigFile?: string }
      const server = kubeconfigs[kubeConfigFile ?? '']
      return [name, server === undefined ? configuration : { ...configuration, server }]
    }),
  )
}
