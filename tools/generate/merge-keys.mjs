// Which lists of the built-in kinds merge and by which key: what `kubectl apply` needs of the schema to make a strategic merge
// patch. Only types that lead to such a list are kept.
import fs from 'node:fs'
import path from 'node:path'

/** @param {string} root @param {(file: string, text: string) => void} emit */
export function generateMergeKeys(root, emit) {
  const { kinds, types } = JSON.parse(fs.readFileSync(path.join(root, 'src/simulator/data/schema.json'), 'utf8'))
  const kept = new Map()
  const leads = (name, seen) => {
    if (kept.has(name)) return true
    if (!(name in types) || seen.has(name)) return false
    const inner = new Set([...seen, name])
    const fields = {}
    for (const field of types[name]) {
      const next = [field.of, field.type].find((t) => t !== undefined && leads(t, inner))
      if (field.patchStrategy || next)
        fields[field.name] = [field.patchStrategy ?? '', field.patchMergeKey ?? '', next ?? '']
    }
    if (Object.keys(fields).length === 0) return false
    kept.set(name, fields)
    return true
  }
  for (const type of Object.values(kinds)) leads(type, new Set())
  const built = Object.fromEntries(Object.entries(kinds).filter(([, type]) => kept.has(type)))
  emit(
    'merge-keys.ts',
    [
      '// Generated from src/simulator/data/schema.json.',
      '/** The type of each kind that has lists to merge, by apiVersion/kind. */',
      `export const kindTypes: Readonly<Record<string, string>> = ${JSON.stringify(built)}`,
      '',
      '/** type → field → [patch strategies, merge key, type of the field or of its items]. */',
      `export const mergeKeys: Readonly<Record<string, Readonly<Record<string, readonly [string, string, string]>>>> = ${JSON.stringify(Object.fromEntries(kept))}`,
      '',
    ].join('\n'),
  )
}
