// The attachable volumes a node's pods want, and those its status says are in use: nobody detaches what is in use, and a pod waits
// for the attachment of a volume only once the status says so.
// Upstream: GetVolumesInUse and MarkVolumesAsReportedInUse in pkg/kubelet/volumemanager/volume_manager.go.

/** Of one node; volumes by their unique names. */
export class VolumesInUse {
  readonly #changed: () => void
  /** The pods that want a volume, by their uid. */
  readonly #wanted = new Map<string, Set<string>>()
  readonly #listeners = new Set<() => void>()
  #reported: readonly string[] = []

  /** `changed` hears that the status of the node is to say something else. */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** A pod wants a volume from now on. */
  want(volume: string, uid: string): void {
    const pods = this.#wanted.get(volume)
    if (pods !== undefined) {
      pods.add(uid)
      return
    }
    this.#wanted.set(volume, new Set([uid]))
    this.#changed()
  }

  /** A pod has none mounted any more. */
  release(uid: string): void {
    let freed = false
    for (const [volume, pods] of this.#wanted) {
      if (!pods.delete(uid) || pods.size > 0) continue
      this.#wanted.delete(volume)
      freed = true
    }
    if (freed) this.#changed()
  }

  /** What the status of the node is to say. */
  get all(): string[] {
    return [...this.#wanted.keys()].sort()
  }

  /** The status of the node says so. */
  report(volumes: readonly string[]): void {
    this.#reported = volumes
    this.look()
  }

  /** Whether the status of the node says a volume is in use. */
  isReported(volume: string): boolean {
    return this.#reported.includes(volume)
  }

  /** Calls `listener` when an attachment that is waited for may be there; returns how to stop. */
  onLook(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Something is attached that was not, or the other way round. */
  look(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
