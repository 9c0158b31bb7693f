// Job: pods that end. Upstream: pkg/registry/batch/job/strategy.go, SetDefaults_Job in pkg/apis/batch/v1/defaults.go,
// printJob in pkg/printers/internalversion/printers.go. Gates of jobs are all locked on in 1.36, so nothing is dropped.
import type { Job } from '../../../../generated/api/batch.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { KindRules } from '../../contract.ts'
import { defaultBelowJobSpec, jobSpecWarnings } from '../../lib/job/defaults.ts'
import { dropTemplateFields, podNameWarnings } from '../../lib/pod-template/template.ts'
import { METADATA, validateCoreObjectMeta, validateCoreObjectMetaUpdate } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { semanticEqual } from '../../lib/validation/semantic-equal.ts'
import { SPEC } from '../../lib/workload/selector.ts'
import { generateSelector } from './generated-selector.ts'
import { jobRow } from './row.ts'
import { validateJobStatusUpdate } from './status.ts'
import { createOptions, updateOptions, validateJob } from './validation.ts'
import { validateJobSpecUpdate } from './validation-update.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }
const PRESERVED =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning'
const MAX_BACKOFF = 2147483647

function defaults(object: Job): void {
  const { metadata, spec } = object
  defaultBelowJobSpec(spec)
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_BACKOFF
  labelLikePods(object)
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'
  spec.manualSelector ??= false
  if (metadata.labels === undefined) delete metadata.labels
}

/** A job without labels has those of its pods: the very same map, so that generated labels show in both, as upstream. */
function labelLikePods({ metadata, spec }: Job): void {
  const { labels } = spec.template.metadata
  if (labels !== undefined && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = labels
}

/** Job of batch/v1. */
export const kind: KindRules<Job> = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  name: nameIsDNSSubdomain,
  defaults,
  prepareForCreate(object, context) {
    if (!object.spec.manualSelector) generateSelector(object)
    object.status = {}
    object.metadata.generation = 1
    dropTemplateFields(object.spec.template, context)
  },
  validate: (object, errors, context) => validateJob(object, errors, createOptions(context)),
  warningsOnCreate: ({ metadata, spec }) => [...podNameWarnings(metadata.name), ...jobSpecWarnings(spec, SPEC)],
  /** What is read back from the store is defaulted again: by now the template has labels. */
  decorate: labelLikePods,
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropTemplateFields(object.spec.template, context, old.spec.template)
      if (!semanticEqual(object.spec, old.spec)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors, context) {
      const options = updateOptions(old, context)
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateJob(object, errors, options)
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateJobSpecUpdate(object.spec, old.spec, errors, options)
    },
    warnings: ({ metadata, spec }, old) =>
      metadata.generation === old.metadata.generation ? [] : jobSpecWarnings(spec, SPEC),
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate(object, old, errors) {
        validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
        validateJobStatusUpdate(object, old, errors)
      },
    },
  },
  fieldNames: ['metadata.name', 'metadata.namespace', 'status.successful'],
  refusedField: (field) => `field label ${quote(field)} not supported for Job`,
  fields: ({ status }) => ({ 'status.successful': String(status.succeeded ?? 0) }),
  warningsOnDelete: ({ propagationPolicy, orphanDependents }) =>
    propagationPolicy === undefined && orphanDependents === undefined ? [PRESERVED] : [],
  row: jobRow,
}
