// The sentences of the language, read out of the structured comments of grammar/<tongue>/{given,when,then}/*.peggy: the
// comment above a sentence's rule is its entry in the catalogue, and (in English) declares the type of its node. Made from
// them: the rules Given, When, Then of each tongue's grammar, src/generated/sentences/tree.ts and catalogue.ts.
//
//   /**
//    * then/count/number: there are N <kinds>          name, then the template people read
//    * Exactly so many objects of a kind are there.     one sentence of description
//    * @example there are 3 pods                        one or more; all must parse by this rule alone
//    * @needs text | yaml | manifest | table            what stands below the sentence, if anything must
//    * @columns name, cpu                             of the table: those it may have
//    * @node { amount: Amount; kind: KindRef }          the node less its `sentence`
//    */
import fs from 'node:fs'
import path from 'node:path'

const COMMENT = /\/\*\*\n([\s\S]*?)\*\/\s*([A-Za-z]\w*)/g
const KEYWORDS = ['given', 'when', 'then']
const NEEDS = ['text', 'yaml', 'manifest', 'table']

/** The sentences of one tongue in the order of files and of their place in them. */
export function readSentences(folder) {
  return KEYWORDS.flatMap((keyword) => {
    const dir = path.join(folder, keyword)
    const files = fs.existsSync(dir)
      ? fs
          .readdirSync(dir)
          .filter((f) => f.endsWith('.peggy'))
          .sort()
      : []
    return files.flatMap((f) => {
      const family = `${keyword}/${f.replace('.peggy', '')}`
      const text = fs.readFileSync(path.join(dir, f), 'utf8')
      const found = [...text.matchAll(COMMENT)].map(([, comment, rule]) => entry(comment, rule, family))
      if (found.length === 0) throw new Error(`grammar: ${family} declares no sentence`)
      return found
    })
  })
}

function entry(comment, rule, family) {
  const lines = comment
    .split('\n')
    .map((l) => l.replace(/^ \* ?/, '').trimEnd())
    .filter((l) => l !== '')
  const [, name, template] = /^(\S+): (.*)$/.exec(lines[0] ?? '') ?? []
  if (name === undefined || !name.startsWith(`${family}/`))
    throw new Error(`grammar: ${rule} of ${family} does not open with "${family}/<name>: <template>"`)
  const all = (tag) => lines.filter((l) => l.startsWith(`@${tag} `)).map((l) => l.slice(tag.length + 2))
  const description = lines
    .slice(1)
    .filter((l) => !l.startsWith('@'))
    .join(' ')
  const examples = all('example')
  const [needs] = all('needs')
  const [node] = all('node')
  const columns = all('columns')[0]?.split(/,\s*/)
  if (examples.length === 0 || description === '')
    throw new Error(`grammar: ${name} needs a description and an example`)
  if (needs !== undefined && !NEEDS.includes(needs))
    throw new Error(`grammar: ${name} @needs one of ${NEEDS.join(', ')}`)
  if ((needs === 'table') !== (columns !== undefined)) throw new Error(`grammar: ${name}: a table needs @columns`)
  return { name, family, rule, template, description, examples, needs, columns, node }
}

/** The rules over all sentences: one choice per family, and Given, When, Then over the families. */
export function choiceRules(sentences) {
  const families = [...new Set(sentences.map((s) => s.family))]
  const ruleOf = (family) => `Family_${family.replace(/[^a-z0-9]/g, '_')}`
  const rules = families.map(
    (f) =>
      `${ruleOf(f)} = ${sentences
        .filter((s) => s.family === f)
        .map((s) => s.rule)
        .join(' / ')}`,
  )
  const tops = KEYWORDS.map((k) => {
    const own = families.filter((f) => f.startsWith(`${k}/`)).map(ruleOf)
    return `${k[0].toUpperCase()}${k.slice(1)} = ${own.length > 0 ? own.join(' / ') : '&{ return false } ""'}`
  })
  return [...tops, ...rules].join('\n')
}

/** @param {string} root @param {(file: string, text: string) => void} emit */
export function generateSentences(root, emit) {
  const base = path.join(root, 'grammar')
  const tongues = fs
    .readdirSync(base)
    .filter((f) => fs.existsSync(path.join(base, f, 'main.peggy')))
    .sort()
  const byTongue = new Map(tongues.map((t) => [t, readSentences(path.join(base, t))]))
  const english = byTongue.get('en') ?? []
  emit('sentences/tree.ts', treeOf(english))
  const entries = [...byTongue].map(
    ([tongue, sentences]) =>
      `  ${tongue}: [\n${sentences.map((s) => `    ${JSON.stringify({ ...s, node: undefined })},`).join('\n')}\n  ],`,
  )
  emit('sentences/needs.ts', needsOf(english, tongues))
  emit(
    'sentences/catalogue.ts',
    [
      '// Generated from the structured comments of grammar/.',
      "import type { CatalogueEntry } from '../../language/catalogue.ts'",
      '',
      '/** Every sentence by tongue, in the order of the grammar. */',
      'export const sentences: Readonly<Record<string, readonly CatalogueEntry[]>> = {',
      ...entries,
      '}',
      '',
    ].join('\n'),
  )
}

// Apart from the catalogue, which only people and faults ask for: this is looked up for every step.
function needsOf(sentences, tongues) {
  const rows = sentences
    .filter((s) => s.needs !== undefined)
    .map(({ name, needs, columns }) => `  '${name}': ${JSON.stringify({ needs, columns })},`)
  return [
    '// Generated from the structured comments of grammar/.',
    "import type { SentenceNeeds } from '../../language/catalogue.ts'",
    '',
    '/** The tongues that have a grammar. */',
    `export const tongues: readonly string[] = ${JSON.stringify(tongues)}`,
    '',
    '/** What must stand below sentences, by name; those that stand alone are not listed. */',
    'export const sentenceNeeds: Readonly<Record<string, SentenceNeeds>> = {',
    ...rows,
    '}',
    '',
  ].join('\n')
}

function treeOf(sentences) {
  const source = sentences.map((s) => s.node ?? '').join(' ')
  const shared = fs.readFileSync(path.join(import.meta.dirname, '../../src/language/nodes.ts'), 'utf8')
  const names = [...shared.matchAll(/^export (?:interface|type) (\w+)/gm)]
    .map((m) => m[1])
    .filter((n) => new RegExp(`\\b${n}\\b`).test(source))
    .sort()
  const types = sentences.map((s) => {
    const fields = (s.node ?? '{ }')
      .replace(/^\{\s*|\s*\}$/g, '')
      .split(/;\s*/)
      .filter(Boolean)
    return `/** ${s.template} */\nexport interface ${s.rule} {\n${[`sentence: '${s.name}'`, ...fields].map((f) => `  readonly ${f}`).join('\n')}\n}\n`
  })
  return [
    '// Generated from the structured comments of grammar/en.',
    `import type { ${names.join(', ')} } from '../../language/nodes.ts'`,
    '',
    ...types,
    '/** Every sentence of the language. */',
    `export type Sentence =\n${sentences.map((s) => `  | ${s.rule}`).join('\n')}`,
    '',
  ].join('\n')
}
