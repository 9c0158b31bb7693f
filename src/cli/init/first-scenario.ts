// The text of a first scenario: apply the manifests, then say of each object what a reader would ask first.
import path from 'node:path'
import { vocabularyOf } from '../../language/vocabulary.ts'
import type { ManifestFile, ManifestObject } from './find-manifests.ts'

/** What is true of an object of these kinds once all is well; of others, that it exists. */
const WELL: Readonly<Record<string, string>> = {
  Pod: 'is Running',
  Deployment: 'is rolled out',
  StatefulSet: 'is rolled out',
  DaemonSet: 'is rolled out',
  Namespace: 'is Active',
}
/** Kinds that others need are applied before them. */
const FIRST = ['Namespace', 'CustomResourceDefinition']

/** A feature named after the project, in `folder`. */
export function firstScenario(manifests: readonly ManifestFile[], folder: string, project: string): string {
  return manifests.length === 0 ? ownManifest(project) : fromManifests(manifests, folder, project)
}

function fromManifests(manifests: readonly ManifestFile[], folder: string, project: string): string {
  const ordered = [...manifests].sort((a, b) => rank(a) - rank(b))
  const objects = ordered.flatMap((m) => m.objects)
  // What the manifests bring themselves is not there before.
  const brought = new Set(objects.flatMap((o) => (o.kind === 'Namespace' ? [o.name] : [])))
  const named = new Set(objects.flatMap((o) => (o.namespace === undefined ? [] : [o.namespace])))
  const namespaces = [...named].filter((name) => name !== 'default' && !brought.has(name))
  const [home = 'default', ...others] = namespaces
  const given = [
    'Given a cluster with 3 nodes',
    ...(namespaces.length > 0 ? [`And the namespace "${home}"`] : []),
    ...others.map((name) => `And a namespace "${name}"`),
  ]
  const files = ordered.map(({ file }) => `"${path.posix.relative(folder.replaceAll(path.sep, '/'), file)}"`)
  const thens = objects.flatMap((o) => sentenceOf(o, home))
  return [
    `Feature: ${project}`,
    'Background:',
    ...given,
    'Scenario: What the manifests describe comes about',
    `When I apply ${listed(files)}`,
    'Then it is accepted',
    ...thens.map((text) => `And ${text}`),
  ].join('\n')
}

function rank({ objects }: ManifestFile): number {
  return objects.some((o) => FIRST.includes(o.kind)) ? 0 : 1
}

function listed(files: readonly string[]): string {
  const last = files.at(-1)!
  return files.length === 1 ? last : `${files.slice(0, -1).join(', ')} and ${last}`
}

/** Of kinds nobody knows without their definitions, nothing is said. */
function sentenceOf({ apiVersion, kind, name, namespace }: ManifestObject, home: string): string[] {
  const found = vocabularyOf().find(kind.toLowerCase())
  if (found === undefined || found.apiVersion !== apiVersion) return []
  const elsewhere = found.namespaced && namespace !== undefined && namespace !== home
  return [`${kind.toLowerCase()} "${name}" ${WELL[kind] ?? 'exists'}${elsewhere ? ` in namespace "${namespace}"` : ''}`]
}

function ownManifest(project: string): string {
  return `Feature: ${project}
Background:
Given a cluster with 3 nodes
Scenario: A deployment rolls out
When I apply:
"""yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: web, image: nginx}
"""
Then deployment "web" is rolled out
And 2 pods with labels "app=web" are Ready
`
}
