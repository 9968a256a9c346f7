// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface AddedRequest {
  name: string;
  password: string;
  role: "learner" | "instructor";
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface LinesReply {
  lines: string;
}

export interface NamedRequest {
  name: string;
}

export interface PagedRequest {
  page?: number;
}

export interface PeopleReply {
  html: string;
  lines: string;
  code: string;
}

export interface PlacedRequest {
  name: string;
  role: "instructor" | "learner";
}

export interface RenewedRequest {
  name: string;
  password: string;
}

export interface RequestRequest {
}

export interface SaidReply {
  said: string;
}

export interface Actions {
  /** Return the join code, the people of the course, and the first page of what was changed. */
  "show": { request: PagedRequest; reply: PeopleReply };
  /** Make the course's join code anew. */
  "code": { request: RequestRequest; reply: SaidReply };
  /** Take the join code back. */
  "revoke": { request: RequestRequest; reply: SaidReply };
  /** Add somebody to the course. */
  "add": { request: AddedRequest; reply: SaidReply };
  /** Take somebody's seat in the course away; what they did stays theirs. */
  "leave": { request: NamedRequest; reply: SaidReply };
  /** Make a learner of the course its instructor, or an instructor a learner. */
  "role": { request: PlacedRequest; reply: SaidReply };
  /** Give somebody a new password; whoever instructs one course does so for those who only learn there. */
  "password": { request: RenewedRequest; reply: SaidReply };
  /** Return everything of one person in all courses as a file. */
  "hand-over": { request: NamedRequest; reply: DownloadReply };
  /** Delete everything of one person in all courses. */
  "delete": { request: NamedRequest; reply: SaidReply };
  /** Return a page of what was changed. */
  "lines": { request: PagedRequest; reply: LinesReply };
  /** Return what was changed as CSV. */
  "log": { request: RequestRequest; reply: DownloadReply };
}
