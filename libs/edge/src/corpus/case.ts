/** What must become of a request. */
export type Outcome = 'blocked' | 'asks for credentials' | 'refused' | 'unchanged';

export interface PathCase {
  readonly path: string;
  readonly outcome: Outcome;
}

/** The rules of the service that the corpus is sent to. */
export const rules = {
  block: ['/hidden', '/internal/metrics'],
  protect: ['/admin', '/members/files'],
};
