// What is said to be acted on somebody reads, and what is read is said to be acted on: nothing is taken and pretended.
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { actedOnKubeletFields, kubeletFields } from '../../../model/kubelet/fields.ts'
import { kubeletDefaults } from '../settings.ts'

const kubelet = path.resolve(import.meta.dirname, '..')
const judges = ['settings.ts', 'configuration/validate.ts']

it('every field that is acted on is looked at by a kubelet', () => {
  const text = fs
    .readdirSync(kubelet, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !judges.includes(file))
    .map((file) => fs.readFileSync(path.join(kubelet, file), 'utf8'))
    .join('\n')
  const words = new Set(text.match(/\w+/g))
  expect([...actedOnKubeletFields].filter((field) => !words.has(field))).toEqual([])
  expect([...actedOnKubeletFields].filter((field) => !(field in kubeletFields))).toEqual([])
  expect(Object.keys(kubeletDefaults).filter((field) => !actedOnKubeletFields.has(field))).toEqual([])
})
