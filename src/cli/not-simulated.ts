// Warnings for `kabuki check`: what of the manifests nothing acts on, each at its place in the manifest or the feature; and what is wrong
// with the configuration of kubelets.
import { gateNotSimulated, kubeletStartError, notSimulatedParts } from '../cluster/not-simulated.ts'
import { inDocString } from '../language/arguments.ts'
import { byPosition, type Diagnostic } from '../language/diagnostic.ts'
import { readYaml, type YamlDocument } from '../language/yaml.ts'
import { kubeletFieldNotSimulated, readKubeletConfiguration } from '../model/kubelet/read.ts'
import { filesNamed, ManifestReader } from '../play/manifests.ts'
import type { Plan, PlannedFile } from './plan.ts'
import { filesBeside } from './read-feature.ts'

/** A warning for each part of each manifest that is taken, kept and acted on by nobody here. */
export function notSimulatedWarnings(plan: Plan): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>()
  for (const file of plan.files) {
    for (const warning of [
      ...inDocStrings(file),
      ...inGates(file),
      ...inKubeletConfigurations(file),
      ...inFiles(file),
    ]) {
      const { file: name, line, column, message } = warning
      found.set(`${name}:${line}:${column}: ${message}`, warning)
    }
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : byPosition(a, b)))
}

function inDocStrings({ file, feature }: PlannedFile): readonly Diagnostic[] {
  return feature.scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ source: { docString }, argument }) =>
      argument?.type !== 'manifest' || docString === undefined
        ? []
        : argument.documents.flatMap(warningsIn).map((w) => ({ ...w, file, ...inDocString(docString, w) })),
    ),
  )
}

function inGates({ file, feature }: PlannedFile): readonly Diagnostic[] {
  return feature.scenarios.flatMap(({ steps }) =>
    steps.flatMap(({ source, sentence }): Diagnostic[] => {
      if (sentence?.sentence !== 'given/cluster/gate') return []
      const message = gateNotSimulated(sentence.gate, sentence.on)
      const { line } = source.source.location
      const column = source.source.textColumn
      return message === undefined
        ? []
        : [{ code: 'gate/not-simulated', severity: 'warning', message, file, line, column }]
    }),
  )
}

function inKubeletConfigurations({ file, feature }: PlannedFile): readonly Diagnostic[] {
  return feature.scenarios.flatMap(({ steps }) => {
    const found: Diagnostic[] = []
    const fields = new Map<string | undefined, Readonly<Record<string, unknown>>>()
    // A scenario that is about a kubelet that does not start says so itself.
    const meant = steps.some(({ sentence }) => sentence?.sentence === 'then/kubelet/failed')
    for (const { source, sentence, argument } of steps) {
      const { docString } = source
      if (sentence?.sentence !== 'given/kubelet/configured' || argument?.type !== 'yaml') continue
      if (docString === undefined) continue
      const [document] = readYaml(argument.text).documents
      const add = (severity: Diagnostic['severity'], code: Diagnostic['code'], message: string, at: string[]): void => {
        const place = (at.length === 0 ? undefined : document?.locate(at)) ?? { line: 1, column: 1 }
        found.push({ code, severity, message, file, ...inDocString(docString, place) })
      }
      const read = readKubeletConfiguration(argument.value)
      for (const name of read.notSimulated)
        add('warning', 'manifest/not-simulated', kubeletFieldNotSimulated(name), [name])
      for (const error of read.errors) add('error', 'kubelet/configuration', error, [])
      const { node } = sentence
      const all = { ...fields.get(undefined), ...fields.get(node), ...read.fields }
      fields.set(node, all)
      const why = meant || read.errors.length > 0 ? undefined : kubeletStartError(all)
      if (why !== undefined) add('warning', 'kubelet/start', `the kubelet does not start: ${why}`, [])
    }
    return found
  })
}

function inFiles({ file, feature }: PlannedFile): readonly Diagnostic[] {
  const files = filesBeside(file)
  const reader = new ManifestReader(files)
  return [...filesNamed(feature).keys()]
    .flatMap((name) => reader.read(name).files)
    .flatMap(({ name, documents }) => documents.flatMap(warningsIn).map((w) => ({ ...w, file: files.label(name) })))
}

function warningsIn(document: YamlDocument): readonly Omit<Diagnostic, 'file'>[] {
  const { value } = document
  const { kind, items } = (value ?? {}) as { readonly kind?: unknown; readonly items?: unknown }
  const objects: readonly (readonly [readonly (string | number)[], unknown])[] =
    kind === 'List' && Array.isArray(items) ? items.map((item, i) => [['items', i], item]) : [[[], value]]
  return objects.flatMap(([at, object]) =>
    notSimulatedParts(object).map(({ path, message }) => ({
      code: 'manifest/not-simulated',
      severity: 'warning',
      message,
      ...document.locate([...at, ...(path.length === 0 ? ['kind'] : path)]),
    })),
  )
}
