// Makes everything under src/generated (never committed): peggy parsers, TypeScript interfaces of the API types,
// and the registries of rooms whose folder is their list (kinds, admission plugins, controllers, sentences, …).
import fs from 'node:fs'
import path from 'node:path'
import { generateApiTypes } from './generate/api-types.mjs'
import { generateGates } from './generate/gates.mjs'
import { generateGrammars } from './generate/grammars.mjs'
import { generateMergeKeys } from './generate/merge-keys.mjs'
import { generateKindWords, generateRegistries } from './generate/registries.mjs'
import { generateSentences } from './generate/sentences.mjs'

const root = path.resolve(import.meta.dirname, '..')
const out = path.join(root, 'src/generated')
const written = new Set()

/** Writes a generated file only when its text changed, so that watchers and caches stay quiet. */
function emit(file, text) {
  const target = path.join(out, file)
  written.add(target)
  if (fs.existsSync(target) && fs.readFileSync(target, 'utf8') === text) return
  fs.mkdirSync(path.dirname(target), { recursive: true })
  const part = `${target}.${process.pid}.tmp`
  fs.writeFileSync(part, text)
  fs.renameSync(part, target)
}

generateApiTypes(root, emit)
generateGrammars(root, emit)
generateSentences(root, emit)
generateMergeKeys(root, emit)
generateRegistries(root, emit)
generateKindWords(root, emit)
generateGates(root, emit)

for (const entry of fs.existsSync(out) ? fs.readdirSync(out, { recursive: true, withFileTypes: true }) : []) {
  const file = path.join(entry.parentPath, entry.name)
  if (entry.isFile() && !written.has(file) && !file.endsWith('.tmp')) fs.rmSync(file)
}
