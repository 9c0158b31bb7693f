// What can be wrong with a strategic merge patch, and with which code it is answered.
// Upstream: mergepatch/errors.go, handlers/patch.go interpretStrategicMergePatchError.
import { PatchFailure } from './values.ts'

/** 400: badly formed; 422: of a shape that is not supported; 500: everything else, as upstream has it. */
export class StrategicFailure extends PatchFailure {
  readonly code: 400 | 422 | 500
  constructor(message: string, code: 400 | 422 | 500 = 500) {
    super(message)
    this.code = code
  }
}

export const BAD_PRIMITIVE_LIST = new StrategicFailure('invalid patch format of primitive list', 400)
export const BAD_RETAIN_KEYS = new StrategicFailure('invalid patch format of retainKeys', 400)
export const BAD_SET_ORDER = new StrategicFailure('invalid patch format of setElementOrder list', 400)
export const LIST_OF_LISTS = new StrategicFailure('lists of lists are not supported', 422)
