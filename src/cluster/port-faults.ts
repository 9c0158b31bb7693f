// What may go wrong around a cluster: its registries, its own components. Part of the port: port.ts hands it on.

/** A registry images are pulled from, or a part of it; what is said of one adds up. */
export interface RegistrySpec {
  /** `registry.example.com`, `registry.example.com/team`. */
  readonly name: string
  /** It gives its images to this user. */
  readonly needs?: { readonly user: string; readonly password: string }
  /** It cannot be reached, in cluster milliseconds from now; false: it can again. */
  readonly down?: { readonly from: number; readonly until?: number } | false
}

/** What may go wrong with the cluster itself, and come right again. */
export type Fault =
  | { readonly is: 'partition'; readonly node: string; readonly on: boolean }
  | { readonly is: 'kubelet'; readonly node: string; readonly what: 'stops' | 'starts' | 'restarts' }
  /** Work on the node takes so many times as long and so much longer on top; once and 0: as before. */
  | { readonly is: 'slow'; readonly node: string; readonly times: number; readonly milliseconds: number }
  /** The node's clock is so many milliseconds ahead of the cluster's time; behind where negative. */
  | { readonly is: 'clock'; readonly node: string; readonly ahead: number }
  /** Every request is answered with this code, for good or for so long. */
  | { readonly is: 'answers'; readonly code: number; readonly milliseconds?: number }
  | { readonly is: 'answersAgain' }
  /** Nobody hears of changes for so long. */
  | { readonly is: 'watches'; readonly milliseconds: number }
  | { readonly is: 'controller'; readonly name: string; readonly on: boolean }
  /** The process is told to end, ends of itself, or a new one starts. */
  | { readonly is: 'scheduler' | 'controllerManager'; readonly what: 'stops' | 'crashes' | 'starts' }
