// The file of --admission-control-config-file: an AdmissionConfiguration, with what it says of each plugin in place or in a file
// beside it. Upstream: apiserver/pkg/admission/config.go.
import fs from 'node:fs'
import path from 'node:path'
import { readYaml } from '../language/yaml.ts'
import { UsageError } from './usage-error.ts'

const KIND = 'AdmissionConfiguration'
const VERSIONS = ['apiserver.config.k8s.io/v1', 'apiserver.k8s.io/v1alpha1']

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the file says, by plugin. */
export function admissionConfigurationIn(file: string): Readonly<Record<string, unknown>> {
  const document = yamlIn(file)
  const { apiVersion, kind, plugins } = isFields(document) ? document : {}
  if (kind !== KIND || !VERSIONS.includes(String(apiVersion)))
    throw new UsageError(`${file} is no ${KIND} of ${VERSIONS[0]}`)
  const found: Record<string, unknown> = {}
  for (const plugin of Array.isArray(plugins) ? (plugins as readonly unknown[]) : []) {
    const { name, configuration, path: beside } = isFields(plugin) ? plugin : {}
    if (typeof name !== 'string' || name === '') throw new UsageError(`${file}: a plugin without a name`)
    if (isFields(configuration)) found[name] = configuration
    else if (typeof beside === 'string' && beside !== '') found[name] = yamlIn(path.resolve(path.dirname(file), beside))
  }
  return found
}

function yamlIn(file: string): unknown {
  let text: string
  try {
    text = fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
  const { documents, faults } = readYaml(text)
  const [fault] = faults
  if (fault !== undefined) throw new UsageError(`${file}:${fault.line}:${fault.column}: ${fault.message}`)
  return documents[0]?.value
}
