// The environment of a container: its own variables, those of ConfigMaps and Secrets, of Services, and the image's.
// Upstream: makeEnvironmentVariables in pkg/kubelet/kubelet_pods.go, pkg/kubelet/envvars.
import type { ConfigMap, Container, EnvVar, Pod, Secret, Service } from '../../generated/api/core.v1.ts'
import { quote } from '../../model/quote.ts'
import type { Lister } from '../api/types.ts'
import { type DownwardFacts, fieldValue, resourceValue } from './downward.ts'
import { parseEnvFile } from './env-file.ts'
import { expand } from './expansion.ts'

/** The variables, or why they cannot be had. */
export type EnvironmentOutcome = { readonly env: Record<string, string> } | { readonly error: string }

/** The text of a file in a volume of the pod; undefined when there is none. */
export type FileIn = (volume: string, path: string) => string | undefined

class Missing extends Error {}

/** Makes the container's own variables (not the Services'). */
export function ownEnvironment(
  container: Container,
  facts: DownwardFacts,
  lister: Lister,
  fileIn: FileIn,
): EnvironmentOutcome {
  const sources = new Sources(lister, facts.pod.metadata.namespace ?? '')
  const env: Record<string, string> = {}
  try {
    for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
      const data =
        configMapRef !== undefined
          ? sources.configMap(configMapRef.name ?? '', configMapRef.optional === true)
          : secretRef !== undefined
            ? sources.secret(secretRef.name ?? '', secretRef.optional === true)
            : undefined
      for (const key of Object.keys(data ?? {}).sort()) env[prefix + key] = data![key]!
    }
    for (const variable of container.env ?? []) {
      const value = variableValue(variable, container, facts, sources, env, fileIn)
      if (value !== undefined) env[variable.name] = value
    }
    return { env }
  } catch (error) {
    if (error instanceof Missing) return { error: error.message }
    throw error
  }
}

/** Undefined: optional and not there. */
function variableValue(
  { value, valueFrom }: EnvVar,
  container: Container,
  facts: DownwardFacts,
  sources: Sources,
  env: Readonly<Record<string, string>>,
  fileIn: FileIn,
): string | undefined {
  if (value) return expand(value, (name) => env[name] ?? sources.service(name, facts.pod))
  if (valueFrom === undefined || valueFrom === null) return ''
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom
  if (fieldRef !== undefined) {
    const found = fieldValue(fieldRef.fieldPath, facts)
    if (found === undefined) throw new Missing(`unsupported fieldPath: ${fieldRef.fieldPath}`)
    return found
  }
  if (resourceFieldRef !== undefined) return resourceValue(resourceFieldRef, container, facts)
  if (fileKeyRef !== undefined) return fromFile(fileKeyRef, facts.pod, fileIn)
  const { namespace } = facts.pod.metadata
  if (configMapKeyRef !== undefined) {
    const { name = '', key, optional = false } = configMapKeyRef
    return keyOf(sources.configMap(name, optional === true), key, optional === true, `ConfigMap ${namespace}/${name}`)
  }
  if (secretKeyRef !== undefined) {
    const { name = '', key, optional = false } = secretKeyRef
    return keyOf(sources.secret(name, optional === true), key, optional === true, `Secret ${namespace}/${name}`)
  }
  return ''
}

/** A variable of a file in a volume; the path is where the kubelet has it. */
function fromFile(
  { key, volumeName, path, optional }: NonNullable<NonNullable<EnvVar['valueFrom']>['fileKeyRef']>,
  { metadata }: Pod,
  fileIn: FileIn,
): string | undefined {
  const text = fileIn(volumeName, path)
  const value = text === undefined ? undefined : parseEnvFile(text, key)
  if (value === undefined) throw new Missing("couldn't parse env file")
  if (value !== '') return value
  if (optional === true) return undefined
  const where = `/var/lib/kubelet/pods/${metadata.uid}/volumes/kubernetes.io~empty-dir/${volumeName}/${path}`
  throw new Missing(`environment variable key ${quote(key)} not found in file ${quote(where)}`)
}

function keyOf(
  data: Readonly<Record<string, string>> | undefined,
  key: string,
  optional: boolean,
  where: string,
): string | undefined {
  const value = data?.[key]
  if (value === undefined && data !== undefined && !optional) throw new Missing(`couldn't find key ${key} in ${where}`)
  return value
}

/** ConfigMaps, Secrets and Services of one namespace. */
class Sources {
  readonly #lister: Lister
  readonly #namespace: string

  constructor(lister: Lister, namespace: string) {
    this.#lister = lister
    this.#namespace = namespace
  }

  configMap(name: string, optional: boolean): Readonly<Record<string, string>> | undefined {
    const found = this.#lister.get<ConfigMap>('configmaps', this.#namespace, name)
    if (found !== undefined) return found.data ?? {}
    if (optional) return undefined
    throw new Missing(`configmap ${quote(name)} not found`)
  }

  secret(name: string, optional: boolean): Readonly<Record<string, string>> | undefined {
    const found = this.#lister.get<Secret>('secrets', this.#namespace, name)
    if (found !== undefined) return decoded(found.data)
    if (optional) return undefined
    throw new Missing(`secret ${quote(name)} not found`)
  }

  service(name: string, pod: Pod): string | undefined {
    return serviceEnvironment(pod, this.#lister)[name]
  }
}

/** Base64 data as text. */
export function decoded(data: Readonly<Record<string, string>> | null | undefined): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const key in data) texts[key] = Buffer.from(data[key]!, 'base64').toString('utf8')
  return texts
}

/** The variables of the Services a pod sees: those of its namespace, and the API server's. */
export function serviceEnvironment(pod: Pod, lister: Lister): Record<string, string> {
  const env: Record<string, string> = {}
  const master = lister.get<Service>('services', 'default', 'kubernetes')
  if (master !== undefined) addService(env, master)
  if (pod.spec.enableServiceLinks === false) return env
  for (const service of lister.list<Service>('services', pod.metadata.namespace ?? '')) addService(env, service)
  return env
}

function addService(env: Record<string, string>, { metadata, spec }: Service): void {
  const ip = spec?.clusterIP
  const [first] = spec?.ports ?? []
  if (!ip || ip === 'None' || first === undefined) return
  const prefix = (metadata.name ?? '').toUpperCase().replaceAll('-', '_')
  env[`${prefix}_SERVICE_HOST`] = ip
  env[`${prefix}_SERVICE_PORT`] = String(first.port)
  for (const { name, port } of spec?.ports ?? [])
    if (name) env[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`] = String(port)
  for (const [i, { port, protocol = 'TCP' }] of (spec?.ports ?? []).entries()) {
    const lower = protocol.toLowerCase()
    const url = `${lower}://${ip}:${port}`
    const portPrefix = `${prefix}_PORT_${port}_${protocol}`
    if (i === 0) env[`${prefix}_PORT`] = url
    env[portPrefix] = url
    env[`${portPrefix}_PROTO`] = lower
    env[`${portPrefix}_PORT`] = String(port)
    env[`${portPrefix}_ADDR`] = ip
  }
}
