import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { put, runCommand, temporaryFolder } from './commands.fixture.ts'
import { firstScenario } from './init/first-scenario.ts'
import { command } from './init.ts'
import { readFeature } from './read-feature.ts'

const folder = temporaryFolder()
afterAll(() => fs.rmSync(folder, { recursive: true }))

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: other}
spec: {ports: [{port: 80}]}
`

describe('kabuki init', () => {
  it('applies the manifests and says what comes of them', async () => {
    put(folder, 'k8s/web.yaml', WEB)
    put(folder, 'k8s/values.yaml', 'replicas: 2\n')
    put(folder, 'k8s/templates/chart.yaml', 'kind: {{ .Kind }}\n')
    put(folder, 'k8s/zz-namespace.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n')
    const output = path.join(folder, 'scenarios/first.feature')
    const { code, out } = await runCommand(command, [path.join(folder, 'k8s'), '-o', output])
    const text = fs.readFileSync(output, 'utf8')
    expect({ code, out: out.split('\n').at(-2) }).toEqual({ code: 0, out: `  kabuki run ${output}` })
    expect(text.split('\n').slice(1).join('\n')).toBe(`
  Background:
    Given a cluster with 3 nodes
    And the namespace "shop"

  Scenario: What the manifests describe comes about
    When I apply "../k8s/zz-namespace.yaml" and "../k8s/web.yaml"
    Then it is accepted
    And namespace "other" is Active
    And deployment "web" is rolled out
    And service "web" exists in namespace "other"
`)
    expect(readFeature(output, text).diagnostics).toEqual([])
  })

  it('brings a manifest of its own where there is none', async () => {
    const output = path.join(folder, 'alone/first.feature')
    expect(await runCommand(command, [put(folder, 'empty/notes.yaml', 'a: 1\n'), '-o', output])).toMatchObject({
      code: 0,
    })
    const text = fs.readFileSync(output, 'utf8')
    expect(text).toContain('\n    Then deployment "web" is rolled out\n')
    expect(readFeature(output, text).diagnostics).toEqual([])
  })

  it('overwrites nothing and writes nothing that is no feature', async () => {
    const there = put(folder, 'there.feature', 'mine')
    await expect(runCommand(command, ['-o', there])).rejects.toThrow(`${there} is there already`)
    await expect(runCommand(command, ['-o', 'a.txt'])).rejects.toThrow('feature files are named *.feature')
    await expect(runCommand(command, ['nowhere', '-o', path.join(folder, 'n.feature')])).rejects.toThrow(
      'nowhere: there is no such file or directory',
    )
    expect(fs.readFileSync(there, 'utf8')).toBe('mine')
  })

  it('says nothing of kinds it does not know', () => {
    const objects = [{ apiVersion: 'example.org/v1', kind: 'Widget', name: 'w', namespace: undefined }]
    expect(firstScenario([{ file: 'w.yaml', objects }], '.', 'p')).not.toContain('widget')
  })
})
