// A user as reviews write it. Upstream: UserInfo in pkg/apis/authentication/types.go.
import type { UserInfo as ApiUserInfo } from '../../../generated/api/authentication.v1.ts'
import type { UserInfo } from '../../api/types.ts'

/** What is empty is left out. */
export function userInfoOf({ name, uid, groups, extra }: UserInfo): ApiUserInfo {
  return {
    ...(name ? { username: name } : {}),
    ...(uid ? { uid } : {}),
    ...(groups.length > 0 ? { groups: [...groups] } : {}),
    ...(extra && Object.keys(extra).length > 0
      ? { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }
      : {}),
  }
}
