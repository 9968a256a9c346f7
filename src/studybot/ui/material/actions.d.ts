// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface CreateRequest {
  title: string;
}

export interface CreatedReply {
  address: string;
}

export interface EditedReply {
  text: string;
  name: string;
}

export interface FileRequest {
  name: string;
  new?: string;
  text?: string;
  out?: boolean;
  step?: number;
}

export interface HtmlReply {
  html: string;
}

export interface PackedReply {
  name: string;
  content: string;
  end: boolean;
}

export interface PieceRequest {
  name: string;
  upload: string;
  offset: number;
  content: string;
  last?: boolean;
  instead?: string;
}

export interface PlaceRequest {
  topic?: string;
  offset?: number;
}

export interface PreviewedReply {
  html: string;
  seen: string;
}

export interface PublicationRequest {
  seen?: string;
  number?: number;
}

export interface RequestRequest {
}

export interface ShownReply {
  stage: "idle" | "running" | "done" | "failed";
  what: string;
  done: number;
  total: number;
  text: string;
  files: string;
  versions: string;
  title: string;
  drafted: boolean;
  published: boolean;
  empty: boolean;
}

export interface StateReply {
  stage: "idle" | "running" | "done" | "failed";
  what: string;
  done: number;
  total: number;
  text: string;
}

export interface TakenReply {
  size: number;
  names?: (string)[];
}

export interface TextReply {
  text: string;
}

export interface TitleRequest {
  title: string;
}

export interface Actions {
  /** Return the files with their receipt, the versions, and how far the work is. */
  "show": { request: RequestRequest; reply: ShownReply };
  /** Return how far the work is. */
  "state": { request: RequestRequest; reply: StateReply };
  /** Take a piece of a file; with the last one the file is in the draft. */
  "piece": { request: PieceRequest; reply: TakenReply };
  /** Take a file out of the draft. */
  "remove": { request: FileRequest; reply: TextReply };
  /** Give a file another name. */
  "rename": { request: FileRequest; reply: TextReply };
  /** Leave a file out of what is read, or take it back in. */
  "leave": { request: FileRequest; reply: TextReply };
  /** Move a file up or down in the order of the course. */
  "move": { request: FileRequest; reply: TextReply };
  /** Return the text of a file. */
  "edit": { request: FileRequest; reply: EditedReply };
  /** Keep a text as a file of the draft. */
  "save": { request: FileRequest; reply: TextReply };
  /** Return a text as learners will see it. */
  "look": { request: FileRequest; reply: HtmlReply };
  /** Give the course a title. */
  "title": { request: TitleRequest; reply: TextReply };
  /** Throw the draft away. */
  "drop": { request: RequestRequest; reply: TextReply };
  /** Read the draft, to look at it. */
  "check": { request: RequestRequest; reply: StateReply };
  /** Return what the draft would change, questions that it answers, and its topics to read. */
  "preview": { request: RequestRequest; reply: PreviewedReply };
  /** Return a topic of the draft as learners will read it. */
  "read": { request: PlaceRequest; reply: HtmlReply };
  /** Publish the draft as it was looked at. */
  "publish": { request: PublicationRequest; reply: StateReply };
  /** Publish an earlier version again. */
  "restore": { request: PublicationRequest; reply: StateReply };
  /** Return a piece of the course's folder as a zip, which lies beside the draft until the next one is asked for. */
  "download": { request: PlaceRequest; reply: PackedReply };
  /** Make a course and return the address of its material. */
  "create": { request: CreateRequest; reply: CreatedReply };
}
