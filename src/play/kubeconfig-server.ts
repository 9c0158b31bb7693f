// The server a kubeconfig speaks of: where a plugin of the API server finds its webhook. Upstream: client-go/tools/clientcmd.
import { isMap } from './compare/path.ts'
import { type ManifestReader, readYamlFile } from './manifests.ts'
import type { Failure } from './result.ts'

/** The server in the file a plugin's configuration names, where it is one of the feature's. */
export function kubeconfigServer(
  configuration: Readonly<Record<string, unknown>>,
  reader: ManifestReader,
): { readonly file: string; readonly server: string } | Failure | undefined {
  const { imagePolicy } = configuration
  const file = isMap(imagePolicy) ? imagePolicy['kubeConfigFile'] : undefined
  if (typeof file !== 'string' || file === '' || file.startsWith('/')) return undefined
  const read = readYamlFile(reader, file)
  if ('summary' in read) return read
  const server = serverOf(read.value)
  return server === undefined ? { summary: `${reader.label(file)} names no server` } : { file, server }
}

interface Named {
  readonly name?: string
  readonly context?: { readonly cluster?: string }
  readonly cluster?: { readonly server?: string }
}

/** Of the cluster of the current context; of the first where there is none. */
function serverOf(value: unknown): string | undefined {
  if (!isMap(value)) return undefined
  const [clusters, contexts] = ['clusters', 'contexts'].map((field) => (value[field] ?? []) as readonly Named[])
  const current = contexts!.find(({ name }) => name === value['current-context'])?.context?.cluster
  return (clusters!.find(({ name }) => name === current) ?? clusters![0])?.cluster?.server
}
