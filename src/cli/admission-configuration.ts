// The file of --admission-control-config-file: an AdmissionConfiguration, with what it says of each plugin in place or in a file
// beside it. Upstream: apiserver/pkg/admission/config.go.
import fs from 'node:fs'
import path from 'node:path'
import { readYaml } from '../language/yaml.ts'
import { ADMISSION, headProblem, strictProblem } from '../model/strict-file.ts'
import { UsageError } from './usage-error.ts'

/** Plugins whose own file may stand for the whole, with the field that tells it. */
const LEGACY = [
  ['ImagePolicyWebhook', 'imagePolicy'],
  ['PodNodeSelector', 'podNodeSelectorPluginConfig'],
] as const

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the file says, by plugin. */
export function admissionConfigurationIn(file: string): Readonly<Record<string, unknown>> {
  const text = textIn(file)
  const document = yamlIn(file, text)
  const { plugins, ...fields } = isFields(document) ? document : {}
  const other = headProblem(document, ADMISSION, text)
  if (other !== undefined && LEGACY.some(([, field]) => field in fields))
    return Object.fromEntries(LEGACY.map(([name]) => [name, document]))
  const problem = other ?? strictProblem(document, ADMISSION)
  if (problem !== undefined) throw new UsageError(`failed to read plugin config: ${problem}`)
  const found: Record<string, unknown> = {}
  for (const plugin of Array.isArray(plugins) ? (plugins as readonly unknown[]) : []) {
    const { name, configuration, path: beside } = isFields(plugin) ? plugin : {}
    if (typeof name !== 'string' || name === '') throw new UsageError(`${file}: a plugin without a name`)
    if (isFields(configuration)) found[name] = configuration
    else if (typeof beside === 'string' && beside !== '') found[name] = yamlIn(path.resolve(path.dirname(file), beside))
  }
  return found
}

function textIn(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

function yamlIn(file: string, text = textIn(file)): unknown {
  const { documents, faults } = readYaml(text)
  const [fault] = faults
  if (fault !== undefined) throw new UsageError(`${file}:${fault.line}:${fault.column}: ${fault.message}`)
  return documents[0]?.value
}
