// TypeScript interfaces of every API type, from the schema table: one file per group version.
import fs from 'node:fs'
import path from 'node:path'

const SCALARS = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
  quantity: 'string',
  time: 'string',
  microtime: 'string',
  duration: 'string',
  intOrString: 'number | string',
  bytes: 'string',
  any: 'unknown',
}

const groupOf = (type) => type.slice(0, type.lastIndexOf('.'))
const nameOf = (type) => type.slice(type.lastIndexOf('.') + 1)
const alias = (group) => group.replaceAll('.', '_')

/** @param {string} root @param {(file: string, text: string) => void} emit */
export function generateApiTypes(root, emit) {
  const { types } = JSON.parse(fs.readFileSync(path.join(root, 'src/simulator/data/schema.json'), 'utf8'))
  const files = new Map()
  for (const [type, fields] of Object.entries(types)) {
    const group = groupOf(type)
    const file = files.get(group) ?? { imports: new Set(), lines: [] }
    files.set(group, file)
    const ref = (t) => {
      if (SCALARS[t]) return SCALARS[t]
      if (t.startsWith('list<')) return `${wrap(ref(t.slice(5, -1)))}[]`
      if (!types[t]) throw new Error(`${type}: unknown type ${t}`)
      if (groupOf(t) === group) return nameOf(t)
      file.imports.add(groupOf(t))
      return `${alias(groupOf(t))}.${nameOf(t)}`
    }
    const wrap = (t) => (/[ |]/.test(t) ? `(${t})` : t)
    const typeOf = (f) =>
      f.type === 'list' ? `${wrap(ref(f.of))}[]` : f.type === 'map' ? `Record<string, ${ref(f.of)}>` : ref(f.type)
    const named = fields.filter((f) => f.name)
    // Types whose fields have no JSON name write themselves (JSONSchemaPropsOrBool …): they are plain values.
    if (
      named.length < fields.length ||
      (fields.length === 0 && ['meta.v1.Time', 'apiextensions.v1.JSON'].includes(type))
    ) {
      file.lines.push(`export type ${nameOf(type)} = unknown\n`)
      continue
    }
    const isObject = (f) => types[f.type] !== undefined && !f.pointer
    const lines = named.map((f) => {
      // A Go struct is never empty: times without pointer or omitzero are written as null.
      const bareTime = ['time', 'microtime'].includes(f.type) && !f.pointer && !f.omitzero
      const nullable =
        (!f.omitempty || bareTime) &&
        !isObject(f) &&
        (f.pointer || ['list', 'map', 'time', 'microtime', 'any', 'bytes'].includes(f.type))
      const optional = f.omitempty && !bareTime && !(isObject(f) && !f.omitzero)
      return `  ${/^[a-zA-Z_$][\w$]*$/.test(f.name) ? f.name : JSON.stringify(f.name)}${optional ? '?' : ''}: ${typeOf(f)}${nullable ? ' | null' : optional ? ' | undefined' : ''}`
    })
    file.lines.push(
      lines.length
        ? `export interface ${nameOf(type)} {\n${lines.join('\n')}\n}\n`
        : `export type ${nameOf(type)} = Record<string, never>\n`,
    )
  }
  for (const [group, file] of files) {
    const imports = [...file.imports].sort().map((g) => `import type * as ${alias(g)} from './${g}.ts'`)
    emit(
      `api/${group}.ts`,
      `// Generated from src/simulator/data/schema.json. As the API writes it: optional = left out when empty.\n${imports.join('\n')}\n\n${file.lines.join('\n')}`,
    )
  }
}
