// The port's words for how callers are known and let in, in the simulator's.
import type { UserInfo } from '../simulator/api/types.ts'
import type { AccessOptions } from '../simulator/compose.ts'
import type { AccessSpec } from './port.ts'

/** Takes the events of the audit log. */
export type AuditWriter = NonNullable<AccessOptions['audit']>['write']

/** The settings of a simulator. */
export function accessOf(
  { auditPolicy, tokens, issuers, ...rest }: AccessSpec = {},
  write: AuditWriter,
): AccessOptions {
  const users = tokens?.map(({ token, user, uid, groups = [] }): [string, UserInfo] => [
    token,
    { name: user, ...(uid === undefined ? {} : { uid }), groups },
  ])
  return {
    ...rest,
    ...(users === undefined ? {} : { tokens: new Map(users) }),
    ...(issuers === undefined ? {} : { issuers: new Map(issuers.map(({ url, keys }) => [url, keys])) }),
    ...(auditPolicy === undefined ? {} : { audit: { policy: auditPolicy, write } }),
  }
}
