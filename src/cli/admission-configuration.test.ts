import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { admissionConfigurationIn } from './admission-configuration.ts'

function written(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-'))
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text)
  return path.join(folder, Object.keys(files)[0]!)
}

it('reads what stands in the file and beside it', () => {
  const file = written({
    'admission.yaml': `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration: {defaults: {enforce: baseline}}
- name: EventRateLimit
  path: limits.yaml
`,
    'limits.yaml': 'limits: [{type: Server, qps: 1, burst: 1}]\n',
  })
  expect(admissionConfigurationIn(file)).toEqual({
    PodSecurity: { defaults: { enforce: 'baseline' } },
    EventRateLimit: { limits: [{ type: 'Server', qps: 1, burst: 1 }] },
  })
})

it('refuses what is something else', () => {
  const file = written({ 'x.yaml': 'kind: Pod\n' })
  expect(() => admissionConfigurationIn(file)).toThrow(
    "failed to read plugin config: Object 'apiVersion' is missing in 'kind: Pod\n'",
  )
})
