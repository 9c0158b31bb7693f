// With which credentials a node has got its images, so that a pod without them does not run what others had to show a secret for.
// What was on the node beforehand is anybody's, unless the kubelet's settings say otherwise.
// Upstream: pkg/kubelet/images/pullmanager/{image_pull_manager,image_pull_policies}.go.
import type { KubeletSettings } from '../settings.ts'
import type { PullCredentials } from './keyring.ts'

interface Proof {
  /** Pulled without credentials: anybody on the node may have it. */
  open: boolean
  readonly secrets: PullCredentials[]
}

const SECRETS_KEPT = 100

/** Which images a pod has to show credentials for. */
export type Verification = Pick<
  KubeletSettings,
  'imagePullCredentialsVerificationPolicy' | 'preloadedImagesVerificationAllowlist'
>

/** The memory of one node. */
export class PulledRecords {
  readonly #images = new Map<string, Map<string, Proof>>()
  readonly #settings: Verification

  constructor(settings: Verification) {
    this.#settings = settings
  }

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

  #verifies(name: string, pulled: boolean): boolean {
    switch (this.#settings.imagePullCredentialsVerificationPolicy) {
      case 'NeverVerify':
        return false
      case 'NeverVerifyAllowlistedImages':
        return !this.#settings.preloadedImagesVerificationAllowlist.some((pattern) => covers(pattern, name))
      case 'AlwaysVerify':
        return true
      default:
        return pulled
    }
  }

  /** Whether a pod with these credentials has to pull an image that is on the node. */
  mustPull(image: string, name: string, credentials: () => readonly PullCredentials[]): boolean {
    const names = this.#images.get(image)
    if (!this.#verifies(name, names !== undefined)) return false
    if (names === undefined) return true
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

/** `registry.example.com/app`, or `registry.example.com/team/*` for all below. */
const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name

function remember({ secrets }: Proof, credentials: PullCredentials): void {
  const at = secrets.findIndex((known) => samePlaces(known, credentials))
  if (at < 0) secrets.push(credentials)
  else secrets[at] = credentials
}

const samePlaces = ({ secret: a }: PullCredentials, { secret: b }: PullCredentials): boolean =>
  a.uid === b.uid && a.namespace === b.namespace && a.name === b.name
