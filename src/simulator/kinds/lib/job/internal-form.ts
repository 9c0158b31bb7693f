// Parts of a job as upstream's internal types show them in messages. Upstream: pkg/apis/batch/types.go.
import type { PodFailurePolicy, SuccessPolicy, UncountedTerminatedPods } from '../../../../generated/api/batch.v1.ts'
import type { PodTemplateSpec } from '../../../../generated/api/core.v1.ts'
import { givenOf } from '../../../../model/given-empty.ts'
import type { JsonObject } from '../../../api/types.ts'
import { internalPodSpec } from '../pod-spec/internal-form.ts'

/** A success policy. */
export const internalSuccessPolicy = (policy: SuccessPolicy): JsonObject => ({
  Rules:
    givenOf(policy, 'rules')?.map(({ succeededIndexes, succeededCount }) => ({
      SucceededIndexes: succeededIndexes ?? null,
      SucceededCount: succeededCount ?? null,
    })) ?? null,
})

/** A pod failure policy. */
export const internalFailurePolicy = ({ rules }: PodFailurePolicy): JsonObject => ({
  Rules:
    rules?.map(({ action, onExitCodes, onPodConditions }) => ({
      Action: action,
      OnExitCodes: onExitCodes
        ? {
            ContainerName: onExitCodes.containerName ?? null,
            Operator: onExitCodes.operator,
            Values: onExitCodes.values,
          }
        : null,
      OnPodConditions: onPodConditions?.map(({ type, status }) => ({ Type: type, Status: status })) ?? null,
    })) ?? null,
})

/** A pod template: its metadata is embedded. */
export const internalTemplate = ({ metadata, spec }: PodTemplateSpec): JsonObject => ({
  ...metadata,
  Spec: internalPodSpec(spec),
})

/** Pods that ended and are not counted yet. */
export const internalUncounted = ({ succeeded, failed }: UncountedTerminatedPods): JsonObject => ({
  Succeeded: succeeded ?? null,
  Failed: failed ?? null,
})
