// The folder is the registry: for each room below, one generated module that imports every member and lists it under its name.
import fs from 'node:fs'
import path from 'node:path'

/**
 * room: output name · dir: where members live · pattern: which files (relative to dir) are members; its first group is the
 * member's name · member: the export each file must have · type: [type name, module] every member satisfies.
 */
const ROOMS = [
  {
    room: 'kinds',
    dir: 'src/simulator/kinds',
    pattern: /^([^/]+\/[^/]+)\/kind\.ts$/,
    member: 'kind',
    type: ['AnyKind', 'src/simulator/kinds/contract.ts'],
  },
  {
    room: 'admission',
    dir: 'src/simulator/admission',
    pattern: /^([a-z0-9-]+)(?:\/plugin)?\.ts$/,
    not: /^contract\.ts$/,
    member: 'plugin',
    type: ['AdmissionPlugin', 'src/simulator/admission/contract.ts'],
  },
  {
    room: 'controllers',
    dir: 'src/simulator/controllers',
    pattern: /^([^/]+)\/controller\.ts$/,
    member: 'controller',
    type: ['Controller', 'src/simulator/controllers/contract.ts'],
  },
  {
    room: 'scheduler-plugins',
    dir: 'src/simulator/scheduler/plugins',
    pattern: /^([a-z0-9-]+)(?:\/plugin)?\.ts$/,
    member: 'plugin',
    type: ['PluginFactory', 'src/simulator/scheduler/contract.ts'],
  },
  {
    room: 'kubelet-admission',
    dir: 'src/simulator/kubelet/admission',
    pattern: /^([a-z0-9-]+)(?:\/handler)?\.ts$/,
    not: /^(contract|chain)\.ts$/,
    member: 'handler',
    type: ['AdmitHandler', 'src/simulator/kubelet/admission/contract.ts'],
  },
  {
    room: 'images',
    dir: 'src/simulator/containers/images',
    pattern: /^([a-z0-9-]+)\.ts$/,
    member: 'image',
    type: ['ImageBehaviour', 'src/simulator/containers/contract.ts'],
  },
  {
    room: 'reporters',
    dir: 'src/report',
    pattern: /^([a-z0-9]+)\.ts$/,
    not: /^(contract)\.ts$/,
    member: 'reporter',
    type: ['ReporterFactory', 'src/report/contract.ts'],
  },
  {
    room: 'play',
    dir: 'src/play',
    pattern: /^((?:given|when|then)\/[a-z0-9-]+)\.ts$/,
    member: 'family',
    type: ['SentenceFamily', 'src/play/contract.ts'],
  },
]

/** @param {string} root @param {(file: string, text: string) => void} emit */
export function generateRegistries(root, emit) {
  for (const { room, dir, pattern, not, member, type } of ROOMS) {
    const base = path.join(root, dir)
    const files = fs.existsSync(base)
      ? fs
          .readdirSync(base, { recursive: true })
          .map((f) => f.replaceAll(path.sep, '/'))
          .sort()
      : []
    const members = files.filter((f) => pattern.test(f) && !not?.test(f) && !f.endsWith('.test.ts'))
    const imports = members.map(
      (f, i) => `import { ${member} as m${i} } from '../../${path.posix.relative('src', dir)}/${f}'`,
    )
    const entries = members.map((f, i) => `  [${JSON.stringify(pattern.exec(f)[1])}, m${i}],`)
    emit(
      `registry/${room}.ts`,
      [
        `// Generated from the files of ${dir}.`,
        `import type { ${type[0]} } from '../../${path.posix.relative('src', type[1])}'`,
        ...imports,
        '',
        `export const registry: ReadonlyMap<string, ${type[0]}> = new Map<string, ${type[0]}>([`,
        ...entries,
        '])',
        '',
      ].join('\n'),
    )
  }
}

/** The words people use for built-in kinds, from discovery: what the grammar's kind rule knows before any CRD. */
export function generateKindWords(root, emit) {
  const { groups, apis } = JSON.parse(fs.readFileSync(path.join(root, 'src/simulator/data/discovery.json'), 'utf8'))
  const preferred = ['v1', ...apis.groups.map((g) => g.preferredVersion.groupVersion)]
  const kinds = []
  for (const list of Object.values(groups)) {
    const { groupVersion } = list
    for (const r of list.resources) {
      if (r.name.includes('/')) continue
      const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion]
      kinds.push({
        apiVersion: groupVersion,
        group,
        version,
        kind: r.kind,
        resource: r.name,
        singular: r.singularName || r.kind.toLowerCase(),
        shortNames: r.shortNames ?? [],
        namespaced: r.namespaced,
        key: group ? `${r.name}.${group}` : r.name,
        preferred: preferred.includes(groupVersion),
      })
    }
  }
  emit(
    'kind-words.ts',
    `// Generated from src/simulator/data/discovery.json.\nimport type { KindInfo } from '../cluster/port.ts'\n\n/** Every built-in kind; of several versions of one, the preferred is marked. */\nexport const builtInKinds: readonly (KindInfo & { readonly preferred: boolean })[] = ${JSON.stringify(kinds)}\n`,
  )
}
