// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface CasesReply {
  text: string;
  name: string;
  content: string;
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface DraftedReply {
  text: string;
  sheet: string;
}

export interface HtmlReply {
  html: string;
}

export interface JudgedRequest {
  sheet: string;
  reader?: string;
  id: string;
  judgement: "accept" | "reject" | "correct";
  question?: string;
  quotes?: string;
  note?: string;
}

export interface NextReply {
  html: string;
  left: number;
  judged: string;
}

export interface OfRunRequest {
  run: string;
}

export interface OpenRequest {
  run: string;
  against?: string;
}

export interface ReportReply {
  html: string;
  title: string;
}

export interface RequestRequest {
}

export interface ReviewedReply {
  text: string;
  dataset: string;
}

export interface SheetReply {
  sheet: string;
}

export interface ShownReply {
  stage: "idle" | "running" | "finished" | "cancelled" | "failed";
  run: string;
  dataset: string;
  done: number;
  total: number;
  text: string;
  datasets: string;
  runs: string;
  finished: ([string, string])[];
}

export interface StartRequest {
  dataset?: string;
  run?: string;
}

export interface StateReply {
  stage: "idle" | "running" | "finished" | "cancelled" | "failed";
  run: string;
  dataset: string;
  done: number;
  total: number;
  text: string;
}

export interface TakeRequest {
  run: string;
  file: "answers" | "measures";
}

export interface UploadRequest {
  name: string;
  text: string;
}

export interface UploadedReply {
  text: string;
  dataset: string;
}

export interface WantedRequest {
  sheet: string;
  reader?: string;
  id?: string;
}

export interface Actions {
  /** Return the datasets and runs as HTML, and how far the evaluation is. */
  "show": { request: RequestRequest; reply: ShownReply };
  /** Return how far the evaluation is. */
  "state": { request: RequestRequest; reply: StateReply };
  /** Evaluate a dataset into a new run, or go on with one that was not finished. */
  "start": { request: StartRequest; reply: StateReply };
  /** Stop the evaluation soon. */
  "cancel": { request: RequestRequest; reply: StateReply };
  /** Check an uploaded dataset against the course and keep it. */
  "upload": { request: UploadRequest; reply: UploadedReply };
  /** Turn the thumbs down of the chat into lines of the feedback dataset and return that file. */
  "feedback": { request: RequestRequest; reply: CasesReply };
  /** Return the report of a run, compared with another one when that is asked for. */
  "open": { request: OpenRequest; reply: ReportReply };
  /** Return a file of a run. */
  "file": { request: TakeRequest; reply: DownloadReply };
  /** Return the sheets that there are. */
  "sheets": { request: RequestRequest; reply: HtmlReply };
  /** Propose questions from the course and what was asked of it. */
  "draft": { request: RequestRequest; reply: DraftedReply };
  /** Put the answers of a run on a sheet. */
  "review-run": { request: OfRunRequest; reply: SheetReply };
  /** Return what this reader judges next. */
  "review": { request: WantedRequest; reply: NextReply };
  /** Keep a judgement and return what is judged next. */
  "judge": { request: JudgedRequest; reply: NextReply };
  /** Make a dataset of what was accepted. */
  "reviewed": { request: WantedRequest; reply: ReviewedReply };
}
