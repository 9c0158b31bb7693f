// PodTemplate: a pod template that stands alone. Upstream: pkg/registry/core/podtemplate/strategy.go.
import type { PodTemplate } from '../../../../generated/api/core.v1.ts'
import { Path } from '../../../api/status/path.ts'
import type { KindRules } from '../../contract.ts'
import { formatLabels } from '../../lib/labels-text.ts'
import { defaultPodTemplate } from '../../lib/pod-spec/defaults.ts'
import { validatePodTemplateSpec } from '../../lib/pod-spec/validate.ts'
import {
  containerCells,
  dropTemplateFields,
  templateOptions,
  templateWarnings,
} from '../../lib/pod-template/template.ts'
import { validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'

const TEMPLATE = Path.of('template')

/** PodTemplate of v1. */
export const kind: KindRules<PodTemplate> = {
  apiVersion: 'v1',
  kind: 'PodTemplate',
  name: nameIsDNSSubdomain,
  defaults: ({ template }) => defaultPodTemplate(template),
  prepareForCreate(object, context) {
    object.metadata.generation = 1
    dropTemplateFields(object.template, context)
  },
  validate: ({ template }, errors, context) =>
    validatePodTemplateSpec(template, TEMPLATE, errors, templateOptions(context)),
  warningsOnCreate: ({ template }) => templateWarnings(template, TEMPLATE),
  update: {
    prepare(object, old, context) {
      dropTemplateFields(object.template, context, old.template)
      if (semanticEqual(object.template, old.template)) return
      object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate({ metadata, template }, old, errors, context) {
      validateCoreObjectMetaUpdate(metadata, old.metadata, errors)
      validatePodTemplateSpec(template, TEMPLATE, errors, templateOptions(context, old.template))
    },
    warnings: ({ metadata, template }, old) =>
      metadata.generation === old.metadata.generation ? [] : templateWarnings(template, TEMPLATE),
  },
  row: ({ metadata, template }) => [metadata.name, ...containerCells(template), formatLabels(template.metadata.labels)],
}
