/** What must become of a request. */
export type Outcome = 'blocked' | 'asks for credentials' | 'refused' | 'unchanged';

export interface PathCase {
  readonly path: string;
  readonly outcome: Outcome;
}

/** The rules of the service that the corpus is sent to, where nothing else says so. */
export const rules = {
  block: ['/hidden', '/internal/metrics'],
  protect: ['/admin', '/members/files'],
};

/** What a request names: whom it asks, and a path of each kind. */
export interface Places {
  readonly authority: string;
  readonly blocked: string;
  readonly guarded: string;
}

export const places: Places = { authority: 'localhost', blocked: '/hidden', guarded: '/admin' };
