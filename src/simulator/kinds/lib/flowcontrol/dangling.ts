// What the server says in the status of a FlowSchema: whether its priority level is there. Upstream: presyncFlowSchemaStatus in
// apiserver/pkg/util/flowcontrol/apf_controller.go, which does it a moment after each change. Limit: no managed fields for it.
import type { FlowSchema } from '../../../../generated/api/flowcontrol.v1.ts'
import { quote } from '../../../../model/quote.ts'
import type { KubeObject } from '../../../api/types.ts'
import type { Alongside, KindContext } from '../../contract.ts'

const GROUP = 'flowcontrol.apiserver.k8s.io'
const SCHEMAS = `flowschemas.${GROUP}`
const LEVELS = `prioritylevelconfigurations.${GROUP}`

/** The FlowSchemas that name a priority level. */
export const schemasOf = (level: string, { lister }: KindContext): readonly FlowSchema[] =>
  lister.list<FlowSchema & KubeObject>(SCHEMAS).filter(({ spec }) => spec.priorityLevelConfiguration.name === level)

/** The schemas whose status is not what it should be, as they should be. */
export function statusUpdates(schemas: readonly FlowSchema[], context: KindContext): Alongside | undefined {
  const update = schemas
    .map((schema) => withCondition(schema, context))
    .filter((object) => object !== undefined)
    .map((object) => ({ resource: SCHEMAS, object }))
  return update.length === 0 ? undefined : { update }
}

function withCondition(schema: FlowSchema, { lister, now }: KindContext): FlowSchema | undefined {
  const level = schema.spec.priorityLevelConfiguration.name
  const found = lister.get(LEVELS, '', level) !== undefined
  const what = `This FlowSchema references the PriorityLevelConfiguration object named ${quote(level)}`
  const status = found ? 'False' : 'True'
  const reason = found ? 'Found' : 'NotFound'
  const message = `${what} ${found ? 'and it exists' : 'but there is no such object'}`
  const conditions = schema.status.conditions ?? []
  const said = conditions.find(({ type }) => type === 'Dangling')
  if (said?.status === status && said.reason === reason && said.message === message) return undefined
  const condition = { type: 'Dangling', status, lastTransitionTime: now, reason, message }
  const others = conditions.filter(({ type }) => type !== 'Dangling')
  return {
    ...schema,
    metadata: { ...schema.metadata },
    status: { ...schema.status, conditions: [...others, condition] },
  }
}
