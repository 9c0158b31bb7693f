// Sends recorded requests to a fresh simulated API server, in process, and says where its answers differ.
import { Simulator, type UserInfo } from '../../src/simulator/compose.ts'
import { differences, given, normalise } from './normalise.ts'

/** One recorded request with the real server's answer. */
export interface RecordedRequest {
  readonly id: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly query?: Record<string, string>
    readonly body?: unknown
  }
  readonly response: { readonly code: number; readonly body: unknown; readonly warnings?: readonly string[] }
}

/** Who the recordings were made as. */
const RECORDER: UserInfo = { name: 'admin', uid: 'admin-uid', groups: ['system:masters', 'system:authenticated'] }
/** Whom the recorded server knew by token. */
export const TOKENS: ReadonlyMap<string, UserInfo> = new Map([
  ['alice-token', { name: 'alice', uid: 'alice-uid', groups: ['developers', 'system:authenticated'] }],
  ['bob-token', { name: 'bob', uid: 'bob-uid', groups: ['ops', 'system:authenticated'] }],
])

/** A server in the state the recordings were made in: control plane, controllers, no nodes. */
export function recordedServer(): Simulator {
  return new Simulator({ scheduler: false, tokens: TOKENS })
}

/** Lines that differ; empty when the answer is exact. Warnings are compared too, under `warnings`. */
export function replayRequest(simulator: Simulator, { request, response }: RecordedRequest): string[] {
  const got = simulator.server.handle({ ...request, contentType: 'application/json', user: RECORDER })
  const from = given(request.body)
  if (got.code !== response.code) {
    const text = (body: unknown): string => String((body as { message?: string }).message ?? '').slice(0, 300)
    return [`code: want ${response.code} got ${got.code}: ${text(response.body)} | ${text(got.body)}`]
  }
  return differences(normalise(response.body, from), normalise(got.body, from))
}
