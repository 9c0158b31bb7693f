// AlwaysPullImages: every image is pulled anew, so that only those who may pull it run it.
// Upstream: plugin/pkg/admission/alwayspullimages/admission.go.
import type { Pod, PodSpec } from '../../generated/api/core.v1.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { StatusError } from '../api/status/status-error.ts'
import type { AdmissionAttributes, AdmissionPlugin } from './contract.ts'
import { containersOf } from './lib/containers.ts'
import { joinProblems, refuse } from './lib/refuse.ts'

const ALWAYS = 'Always'
const VOLUMES = Path.of('spec', 'volumes')

/** The AlwaysPullImages plugin. */
export const plugin: AdmissionPlugin = {
  name: 'AlwaysPullImages',
  handles(attributes) {
    const { operation, resource, subresource } = attributes
    if (resource.key !== 'pods' || subresource !== '') return false
    return operation === 'CREATE' || (operation === 'UPDATE' && hasNewImage(attributes))
  },
  admit({ object }) {
    const { spec } = object as Pod
    for (const { container } of containersOf(spec)) container.imagePullPolicy = ALWAYS
    for (const { image } of spec.volumes ?? []) if (image) image.pullPolicy = ALWAYS
  },
  validate(attributes) {
    const problems = wrongPolicies((attributes.object as Pod).spec).map(({ field, body }) => `${field}: ${body}`)
    if (problems.length === 0) return
    throw new StatusError(500, '', joinProblems(problems.map((why) => refuse(attributes, why).message)))
  },
}

function hasNewImage({ object, oldObject }: AdmissionAttributes): boolean {
  const old = new Set([...containersOf((oldObject as Pod).spec)].map(({ container }) => container.image))
  return [...containersOf((object as Pod).spec)].some(({ container }) => !old.has(container.image))
}

function wrongPolicies(spec: PodSpec): FieldErrors['list'] {
  const errors = new FieldErrors()
  for (const { container, path } of containersOf(spec)) {
    if (container.imagePullPolicy !== ALWAYS) {
      errors.notSupported(path.child('imagePullPolicy'), container.imagePullPolicy ?? '', [ALWAYS])
    }
  }
  for (const [i, { image }] of (spec.volumes ?? []).entries()) {
    if (image && image.pullPolicy !== ALWAYS) {
      errors.notSupported(VOLUMES.index(i).child('image').child('pullPolicy'), image.pullPolicy ?? '', [ALWAYS])
    }
  }
  return errors.list
}
