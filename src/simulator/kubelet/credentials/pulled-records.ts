// With which credentials a node has got its images, so that a pod without them does not run what others had to show a secret for.
// What was on the node beforehand is anybody's. Upstream: pkg/kubelet/images/pullmanager/image_pull_manager.go, with the default
// policy NeverVerifyPreloadedImages.
import type { PullCredentials } from './keyring.ts'

interface Proof {
  /** Pulled without credentials: anybody on the node may have it. */
  open: boolean
  readonly secrets: PullCredentials[]
}

const SECRETS_KEPT = 100

/** The memory of one node. */
export class PulledRecords {
  readonly #images = new Map<string, Map<string, Proof>>()

  /** An image was pulled as `name` (no tag, as the pod writes it), with these credentials or with none. */
  record(image: string, name: string, credentials: PullCredentials | undefined): void {
    const names = this.#images.get(image) ?? new Map<string, Proof>()
    this.#images.set(image, names)
    const proof = names.get(name) ?? { open: false, secrets: [] }
    names.set(name, proof)
    if (credentials === undefined) {
      proof.open = true
      proof.secrets.length = 0
    } else if (!proof.open) remember(proof, credentials)
  }

  /** Whether a pod with these credentials has to pull an image that is on the node. */
  mustPull(image: string, name: string, credentials: () => readonly PullCredentials[]): boolean {
    const names = this.#images.get(image)
    if (names === undefined) return false
    const proof = names.get(name)
    if (proof === undefined) return true
    if (proof.open) return false
    for (const own of credentials()) {
      for (const known of proof.secrets) {
        const samePlace = samePlaces(own, known)
        const sameLogin = own.user === known.user && own.password === known.password
        if (!samePlace && !sameLogin) continue
        if (!sameLogin && proof.secrets.length >= SECRETS_KEPT) continue
        if (samePlace !== sameLogin && proof.secrets.length < SECRETS_KEPT) remember(proof, own)
        return false
      }
    }
    return true
  }
}

function remember({ secrets }: Proof, credentials: PullCredentials): void {
  const at = secrets.findIndex((known) => samePlaces(known, credentials))
  if (at < 0) secrets.push(credentials)
  else secrets[at] = credentials
}

const samePlaces = ({ secret: a }: PullCredentials, { secret: b }: PullCredentials): boolean =>
  a.uid === b.uid && a.namespace === b.namespace && a.name === b.name
