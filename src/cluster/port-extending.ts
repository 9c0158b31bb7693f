// The part of the port by which a scenario plays what extends a cluster: webhooks, controllers of custom resources, other API servers.

/** A value, or a promise of it. */
type Awaitable<T> = T | Promise<T>

/** A webhook the scenario plays: the one at a URL, or that of a service, at any path unless one is given. */
export type WebhookAddress =
  | { readonly url: string }
  | { readonly namespace: string; readonly service: string; readonly path?: string }

/** One thing a webhook does when it is called; what is said of one adds up. Conditions and expressions are CEL. */
export type WebhookBehaviour =
  | { readonly is: 'allows' }
  | { readonly is: 'denies'; readonly when?: string; readonly code?: number; readonly message?: string }
  | { readonly is: 'warns'; readonly when?: string; readonly text: string }
  /** Operations of a JSON patch, or an expression for a list of JSONPatch. */
  | { readonly is: 'patches'; readonly when?: string; readonly operations: readonly unknown[] | string }
  /** Custom resources of that version are made from another by an expression for a list of JSONPatch. */
  | { readonly is: 'converts'; readonly to: string; readonly expression: string }
  /** The response of the review as it is. */
  | { readonly is: 'answers'; readonly response: Readonly<Record<string, unknown>> }
  | { readonly is: 'late'; readonly milliseconds: number }
  /** What goes wrong on the way to it, or the HTTP status it answers with. */
  | { readonly is: 'fails'; readonly problem: string | number }

/** One thing a controller that the scenario plays does for every object of a custom resource; texts may have holes: `${object.spec.size}`. */
export type ControllerTask =
  /** Makes these and keeps them so. */
  | { readonly is: 'makes'; readonly manifests: readonly unknown[] }
  | { readonly is: 'status'; readonly status: unknown }
  /** How long it takes after a change. */
  | { readonly is: 'takes'; readonly milliseconds: number }

/** One thing an API server behind an APIService does, as the scenario plays it. */
export type ApiServerBehaviour =
  | {
      readonly is: 'answers'
      readonly method: string
      readonly path: string
      readonly code: number
      readonly body: unknown
    }
  /** Connections to it fail. */
  | { readonly is: 'down' }

/** Who extends the cluster in the scenario's name; a remote cluster refuses what it cannot do with an Error that says so. */
export interface ExtendingCluster {
  /** Adds to what a webhook does. */
  setWebhook(webhook: WebhookAddress, behaviour: WebhookBehaviour): Awaitable<void>
  /** Adds to what the controller of a custom resource does, as this user where one is named. */
  playController(
    resource: string,
    task: ControllerTask,
    as?: { readonly name: string; readonly groups: readonly string[] },
  ): Awaitable<void>
  /** Adds to what the API server behind an APIService does. */
  setApiServer(apiService: string, behaviour: ApiServerBehaviour): Awaitable<void>
  /** What was passed on to it, oldest first, with whom it came from; the list grows with every request. */
  proxiedRequests(
    apiService: string,
  ): Awaitable<readonly { readonly method: string; readonly path: string; readonly user: string }[]>
  /** The reviews a webhook was sent, oldest first; the list grows with every call. */
  webhookCalls(webhook: WebhookAddress): Awaitable<readonly unknown[]>
}
