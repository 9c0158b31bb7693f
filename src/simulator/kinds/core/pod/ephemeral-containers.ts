// pods/<name>/ephemeralcontainers: containers may be added here and never changed or removed.
// Upstream: pkg/registry/core/pod/strategy.go, ValidatePodEphemeralContainersUpdate in pkg/apis/core/validation.
import type { Pod } from '../../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { quote } from '../../../../model/quote.ts'
import type { UpdateRules } from '../../contract.ts'
import { MIRROR_POD_ANNOTATION } from '../../lib/pod-spec/annotations.ts'
import { dropDisabledFields } from '../../lib/pod-spec/disabled-fields.ts'
import { internalForm } from '../../lib/pod-spec/internal-form.ts'
import { POD_SPEC_PATH } from '../../lib/pod-spec/validate.ts'
import { internalDiff } from '../../lib/unified-diff.ts'
import { keepMetaForSubresource } from './subresource-meta.ts'
import { bumpGeneration, optionsForUpdate, validateAnnotationUpdates, validateWhole } from './update.ts'

/** PUT and PATCH on the subresource. */
export const updateEphemeralContainers: UpdateRules<Pod> = {
  prepare(pod, old, context) {
    const { ephemeralContainers } = pod.spec
    pod.spec = { ...old.spec, ephemeralContainers }
    if (ephemeralContainers === undefined) delete pod.spec.ephemeralContainers
    pod.status = old.status
    keepMetaForSubresource(pod.metadata, old.metadata)
    dropDisabledFields(pod.spec, context.gates, old.spec)
    bumpGeneration(pod, old)
  },
  validate(pod, old, errors, context) {
    const options = optionsForUpdate(old, context)
    const before = errors.length
    validateWhole(pod, old, errors, options)
    validateAnnotationUpdates(pod, old, errors, options)
    if (old.metadata.annotations && MIRROR_POD_ANNOTATION in old.metadata.annotations) {
      errors.list.length = before
      return errors.forbidden('', 'static pods do not support ephemeral containers')
    }
    const path = POD_SPEC_PATH.child('ephemeralContainers')
    for (const known of old.spec.ephemeralContainers ?? []) {
      const now = pod.spec.ephemeralContainers?.findLast(({ name }) => name === known.name)
      if (now === undefined) {
        errors.forbidden(path, `existing ephemeral containers ${quote(known.name)} may not be removed\n`)
      } else if (!deepEqual(known, now)) {
        const diff = internalDiff(
          internalForm('EphemeralContainer', known, true),
          internalForm('EphemeralContainer', now),
        )
        errors.forbidden(path, `existing ephemeral containers ${quote(known.name)} may not be changed\n${diff}`)
      }
    }
  },
}
