// Gets an image onto the node for a container: policy, pulls that take time, failures and their back-off, and the events.
// Upstream: pkg/kubelet/images/image_manager.go.
import type { Container, Pod } from '../../generated/api/core.v1.ts'
import { formatDuration } from '../../model/duration.ts'
import { quote } from '../../model/quote.ts'
import type { EventRecorder, EventType } from '../client/event-recorder.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import { type Co, sleep } from '../containers/coroutine.ts'
import { fullName, parseReference } from '../containers/reference.ts'
import type { Clock } from '../engine/clock.ts'
import { Backoff } from './backoff.ts'
import type { WaitReason } from './container-status.ts'

/** Why an image is not there. */
export type ImageFailure = WaitReason

const INITIAL_BACKOFF_MS = 10_000
const MAX_BACKOFF_MS = 300_000

/** The images of one node. */
export class NodeImages {
  readonly #clock: Clock
  readonly #catalogue: ImageCatalogue
  readonly #recorder: EventRecorder
  readonly #present = new Set<string>()
  readonly #backoff = new Backoff(INITIAL_BACKOFF_MS, MAX_BACKOFF_MS)
  readonly #lastFailure = new Map<string, string>()

  constructor(clock: Clock, catalogue: ImageCatalogue, recorder: EventRecorder) {
    this.#clock = clock
    this.#catalogue = catalogue
    this.#recorder = recorder
  }

  /** Puts an image onto the node beforehand. */
  preload(image: string): void {
    const reference = parseReference(image)
    if (reference !== undefined) this.#present.add(fullName(reference))
  }

  /** Makes sure of the image: undefined when it is there, else why not. */
  *ensure(pod: Pod, container: Container, fieldPath: string): Co<ImageFailure | undefined> {
    const image = container.image ?? ''
    const tell = (type: EventType, reason: string, message: string): void =>
      this.#recorder.event(pod, type, reason, message, fieldPath)
    const reference = parseReference(image)
    if (reference === undefined) {
      const message = `Failed to apply default image tag ${quote(image)}: couldn't parse image name ${quote(image)}: invalid reference format`
      tell('Warning', 'InspectFailed', message)
      return { reason: 'InvalidImageName', message }
    }
    const name = fullName(reference)
    const present = this.#present.has(name)
    if (container.imagePullPolicy === 'Never' && !present) {
      const message = `Container image ${quote(image)} is not present with pull policy of Never`
      tell('Warning', 'ErrImageNeverPull', message)
      return { reason: 'ErrImageNeverPull', message }
    }
    if (container.imagePullPolicy !== 'Always' && present) {
      tell(
        'Normal',
        'Pulled',
        `Container image ${quote(image)} already present on machine and can be accessed by the pod`,
      )
      return undefined
    }
    const key = `${pod.metadata.uid}_${image}`
    const failedAt = this.#backoff.updated(key)
    const waits = failedAt !== undefined && this.#backoff.until(key, failedAt, this.#clock.now()) !== undefined
    if (waits) {
      const message = `Back-off pulling image ${quote(image)}`
      tell('Normal', 'BackOff', message)
      const last = this.#lastFailure.get(key)
      return { reason: 'ImagePullBackOff', message: last === undefined ? message : `${message}: ${last}` }
    }
    this.#lastFailure.delete(key)
    tell('Normal', 'Pulling', `Pulling image ${quote(image)}`)
    const takes = this.#catalogue.setting(image)?.pullTakes ?? 0
    if (takes > 0) yield sleep(this.#clock, takes)
    return this.#pulled(image, name, key, tell)
  }

  #pulled(image: string, name: string, key: string, tell: Tell): ImageFailure | undefined {
    const setting = this.#catalogue.setting(image)
    const why = setting?.cannotBePulled
    if (why !== undefined) {
      const message = why === '' ? pullAccessDenied(name) : why
      tell('Warning', 'Failed', `Failed to pull image ${quote(image)}: ${message}`)
      this.#backoff.next(key, this.#clock.now())
      this.#lastFailure.set(key, `ErrImagePull: ${message}`)
      return { reason: 'ErrImagePull', message }
    }
    this.#present.add(name)
    const took = formatDuration(setting?.pullTakes ?? 0)
    const size = this.#catalogue.size(image)
    tell(
      'Normal',
      'Pulled',
      `Successfully pulled image ${quote(image)} in ${took} (${took} including waiting). Image size: ${size} bytes.`,
    )
    return undefined
  }
}

type Tell = (type: EventType, reason: string, message: string) => void

/** What a registry says of an image it does not have or does not show. */
function pullAccessDenied(name: string): string {
  return (
    `failed to pull and unpack image ${quote(name)}: failed to resolve reference ${quote(name)}: pull access denied, repository does not exist ` +
    `or may require authorization: server message: insufficient_scope: authorization failed`
  )
}
