// When the worker of a pod looks and tries again. What is ours, not upstream's, says so.
// Upstream: pkg/kubelet/pod_workers.go, pkg/kubelet/pleg/generic.go, syncLoop in pkg/kubelet/kubelet.go.

/** The runtime is looked at once a second: on average half of that passes until a change is seen. */
export const SEEN_MS = 500
/** What a sync itself has changed is looked at right after it: how soon is ours. */
export const RELIST_MS = 100
/** Work that follows other work waits for a fresh look: the rest of that second, ours. */
export const FRESH_MS = 800
/** Pods whose time to be tried again has come are taken up once a second. */
export const TICK_MS = 1_000
/** A pod whose sync failed is tried again after ten seconds and up to half of that as jitter: here always the same fifth. */
export const RETRY_MS = 10_000
/** What is expected to pass soon is tried again soon. */
export const TRANSIENT_MS = 1_000
/** How much longer than planned pods wait. */
export const JITTER = 1.2
/** So often a pod is looked at in any case. */
export const RESYNC_MS = 60_000
/**
 * Until a refusal is heard of. Upstream has no back-off for refused pods: whoever makes one again (a ReplicaSet, as fast as it can)
 * is held up only by the way of the news from watch to status manager to API server. Here that takes no time, and the pods would
 * be made endlessly at one moment.
 */
export const REFUSED_MS = 100
