// Gets an image onto the node for a container: policy, who may have what is there, pulls, their failures and back-off, and the events.
// Upstream: pkg/kubelet/images/image_manager.go.
import type { Container, Pod, Secret } from '../../generated/api/core.v1.ts'
import { formatDuration } from '../../model/duration.ts'
import { quote } from '../../model/quote.ts'
import type { FeatureGates } from '../api/types.ts'
import type { EventRecorder, EventType } from '../client/event-recorder.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Co } from '../containers/coroutine.ts'
import { fullName, parseReference } from '../containers/reference.ts'
import type { Clock } from '../engine/clock.ts'
import { Backoff } from './backoff.ts'
import type { WaitReason } from './container-status.ts'
import { keyringOf, lookUp, type PullCredentials } from './credentials/keyring.ts'
import { PulledRecords } from './credentials/pulled-records.ts'
import { ImagePuller, parallelPulls } from './image-puller.ts'
import type { Pace } from './node-time.ts'
import type { KubeletSettings } from './settings.ts'

/** Why an image is not there. */
export type ImageFailure = WaitReason

/** Which image, for whom. */
export interface ImageRequest {
  readonly pod: Pod
  readonly container: Container
  readonly fieldPath: string
  /** The pull secrets of the pod that exist. */
  readonly secrets: readonly Secret[]
}

/** What the images of a node are made with. */
export interface ImageParts {
  readonly clock: Clock
  readonly catalogue: ImageCatalogue
  readonly recorder: EventRecorder
  readonly gates: FeatureGates
  readonly pace: Pace
  readonly settings: KubeletSettings
  /** Told when an image has come or gone. */
  changed(): void
}

/** An image on the node, by its full name. */
export interface PresentImage {
  readonly name: string
  readonly size: number
  readonly since: number
  /** When a container of it last ended; 0 when none has. */
  lastUsed: number
}

const INITIAL_BACKOFF_MS = 10_000
const MAX_BACKOFF_MS = 300_000

/** The images of one node. */
export class NodeImages {
  readonly #parts: ImageParts
  readonly #present = new Map<string, PresentImage>()
  readonly #backoff = new Backoff(INITIAL_BACKOFF_MS, MAX_BACKOFF_MS)
  readonly #lastFailure = new Map<string, string>()
  readonly #records: PulledRecords
  readonly #puller: ImagePuller

  constructor(parts: ImageParts) {
    this.#parts = parts
    this.#records = new PulledRecords(parts.settings)
    this.#puller = new ImagePuller(parts.clock, parts.catalogue, parallelPulls(parts.settings), parts.pace)
  }

  /** The kubelet starts anew: failures are forgotten, images and who may have them are not. */
  restart(): void {
    this.#backoff.clear()
    this.#lastFailure.clear()
  }

  /** Puts an image onto the node beforehand. */
  preload(image: string): void {
    const reference = parseReference(image)
    if (reference !== undefined) this.#add(fullName(reference), image)
  }

  /** The images that are there. */
  list(): readonly PresentImage[] {
    return [...this.#present.values()]
  }

  /** Takes an image away. */
  remove(name: string): void {
    if (this.#present.delete(name)) this.#parts.changed()
  }

  /** A container of the image has ended. */
  wasUsed(name: string): void {
    const image = this.#present.get(name)
    if (image !== undefined) image.lastUsed = this.#parts.clock.now()
  }

  #add(name: string, image: string): void {
    if (this.#present.has(name)) return
    const size = this.#parts.catalogue.size(image)
    this.#present.set(name, { name, size, since: this.#parts.clock.now(), lastUsed: 0 })
    this.#parts.changed()
  }

  /** Makes sure of the image: undefined when it is there, else why not. */
  *ensure({ pod, container, fieldPath, secrets }: ImageRequest): Co<ImageFailure | undefined> {
    const image = container.image ?? ''
    const tell: Tell = (type, reason, message) => this.#parts.recorder.event(pod, type, reason, message, fieldPath)
    const reference = parseReference(image)
    if (reference === undefined) {
      const message = `Failed to apply default image tag ${quote(image)}: couldn't parse image name ${quote(image)}: invalid reference format`
      tell('Warning', 'InspectFailed', message)
      return { reason: 'InvalidImageName', message }
    }
    const name = fullName(reference)
    const policy = container.imagePullPolicy
    const present = policy !== 'Always' && this.#present.has(name)
    if (policy === 'Never' && !present) return neverPull(image, tell)
    const credentials = credentialsFor(secrets, `${reference.registry}/${reference.path}`)
    if ('error' in credentials) return { reason: credentials.error, message: credentials.error }
    if (present) {
      if (this.#mayHave(image, name, credentials)) {
        const checked = this.#verifies ? ' and can be accessed by the pod' : ''
        tell('Normal', 'Pulled', `Container image ${quote(image)} already present on machine${checked}`)
        return undefined
      }
      if (policy === 'Never') return neverPull(image, tell)
    }
    const key = `${pod.metadata.uid}_${image}`
    const waiting = this.#backingOff(image, key, tell)
    if (waiting !== undefined) return waiting
    tell('Normal', 'Pulling', `Pulling image ${quote(image)}`)
    const began = this.#parts.clock.now()
    const outcome = yield* this.#puller.pull(image, reference, credentials)
    if ('error' in outcome) return this.#failed(image, key, outcome.error, tell)
    this.#add(name, image)
    if (this.#verifies) this.#records.record(name, withoutTag(image), outcome.credentials)
    const took = formatDuration(outcome.milliseconds)
    const waited = formatDuration(this.#parts.clock.now() - began)
    const size = this.#parts.catalogue.size(image)
    const text = `Successfully pulled image ${quote(image)} in ${took} (${waited} including waiting). Image size: ${size} bytes.`
    tell('Normal', 'Pulled', text)
    return undefined
  }

  get #verifies(): boolean {
    return this.#parts.gates.enabled('KubeletEnsureSecretPulledImages')
  }

  #mayHave(image: string, name: string, credentials: readonly PullCredentials[]): boolean {
    return !this.#verifies || !this.#records.mustPull(name, withoutTag(image), () => credentials)
  }

  #backingOff(image: string, key: string, tell: Tell): ImageFailure | undefined {
    const now = this.#parts.clock.now()
    const failedAt = this.#backoff.updated(key)
    if (failedAt === undefined || this.#backoff.until(key, failedAt, now) === undefined) {
      this.#lastFailure.delete(key)
      return undefined
    }
    const message = `Back-off pulling image ${quote(image)}`
    tell('Normal', 'BackOff', message)
    const last = this.#lastFailure.get(key)
    return { reason: 'ImagePullBackOff', message: last === undefined ? message : `${message}: ${last}` }
  }

  #failed(image: string, key: string, message: string, tell: Tell): ImageFailure {
    tell('Warning', 'Failed', `Failed to pull image ${quote(image)}: ${message}`)
    const now = this.#parts.clock.now()
    this.#backoff.next(key, now, now)
    this.#lastFailure.set(key, `ErrImagePull: ${message}`)
    return { reason: 'ErrImagePull', message }
  }
}

type Tell = (type: EventType, reason: string, message: string) => void

const NONE: readonly PullCredentials[] = []

function credentialsFor(
  secrets: readonly Secret[],
  repository: string,
): readonly PullCredentials[] | { readonly error: string } {
  if (secrets.length === 0) return NONE
  const keyring = keyringOf(secrets)
  return 'error' in keyring ? keyring : lookUp(keyring, repository)
}

function neverPull(image: string, tell: Tell): ImageFailure {
  const message = `Container image ${quote(image)} is not present with pull policy of Never`
  tell('Warning', 'ErrImageNeverPull', message)
  return { reason: 'ErrImageNeverPull', message }
}

/** The image as the pod writes it, without tag and digest. */
function withoutTag(image: string): string {
  const at = image.indexOf('@')
  const bare = at < 0 ? image : image.slice(0, at)
  const colon = bare.lastIndexOf(':')
  return colon > bare.lastIndexOf('/') ? bare.slice(0, colon) : bare
}
