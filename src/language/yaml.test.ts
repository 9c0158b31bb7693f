import { describe, expect, it } from 'vitest'
import { readYaml } from './yaml.ts'

const values = (text: string): unknown[] => readYaml(text).documents.map((d) => d.value)
const faults = (text: string): string[] => readYaml(text).faults.map((f) => `${f.line}:${f.column} ${f.message}`)

describe('readYaml', () => {
  it('reads as kubectl does', () => {
    expect(values('a: yes\nb: off\nc: 0644\nd: 2001-01-01\ne: 22:22\nf: 1.5Gi\ng: "yes"\n---\n---\nx: ~')).toEqual([
      { a: true, b: false, c: 420, d: '2001-01-01', e: '22:22', f: '1.5Gi', g: 'yes' },
      { x: null },
    ])
    expect(values('base: &b {x: 1}\nall:\n  <<: *b\n  z: 2')).toEqual([{ base: { x: 1 }, all: { x: 1, z: 2 } }])
    expect(values('{"a": [1, 2]}')).toEqual([{ a: [1, 2] }])
  })

  it('says where a fault is', () => {
    expect(faults('a: 1\na: 2')).toEqual(['2:1 Map keys must be unique'])
    expect(faults('a: [1\nb: 2')).toEqual([
      '2:1 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ])
  })

  it('is bounded', () => {
    const bomb = [
      'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`),
    ].join('\n')
    expect(faults(bomb)).toEqual(['1:1 Excessive alias count indicates a resource exhaustion attack'])
    expect(faults(`a: ${'['.repeat(10_000)}`)).toEqual(['1:504 nested deeper than 500 levels'])
    expect(faults(`${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}`)).toHaveLength(1)
  })

  it('locates fields', () => {
    const [document] = readYaml('a: 1\nb:\n  c: [x, y]').documents
    expect(document?.locate(['b', 'c', 1])).toEqual({ line: 3, column: 10 })
    expect(document?.locate(['b', 'nothing'])).toEqual({ line: 3, column: 3 })
  })
})
