/** What came between us and a certificate, and so how soon it makes sense to try again. */
export type ProblemKind =
  /** Nobody answered, a server in trouble, or something on this host in the way: it may be over in a minute. */
  | 'away'
  /** The authority asked the host and did not get its proof. It counts these. */
  | 'not proven'
  /** The authority has had enough of us for now. */
  | 'rate limited'
  /** It will not do it, or what it gave is of no use. */
  | 'refused';

export class AcmeProblem extends Error {
  override readonly name = 'AcmeProblem';
  readonly kind: ProblemKind;
  /** The authority's own word for it, such as `accountDoesNotExist`. */
  readonly type: string | undefined;
  /** Milliseconds, in which the authority wants to hear nothing of it. */
  readonly retryAfter: number | undefined;

  constructor(kind: ProblemKind, message: string, more: { type?: string; retryAfter?: number } = {}) {
    super(message);
    this.kind = kind;
    this.type = more.type;
    this.retryAfter = more.retryAfter;
  }
}
