// Made by `make shapes` from the models of this room's actions (*.py): do not edit.

export interface BroughtRequest {
  text?: string;
  file?: string;
  name?: string;
}

export interface ChosenRequest {
  key: string;
}

export interface ComparedRequest {
  key: string;
  other: string;
}

export interface DecidedReply {
  done: number;
  total: number;
}

export interface DoneReply {
  html: string;
  said: string;
  question: string;
}

export interface DownloadReply {
  name: string;
  text?: string;
  base64?: string;
}

export interface FindingsReply {
  unfinished?: boolean;
  html?: string;
  title?: string;
}

export interface HealthPartRequest {
  part: "topics" | "lengths" | "twins" | "figures" | "references" | "abbreviations" | "receipt";
  page?: number;
}

export interface HtmlReply {
  html: string;
}

export interface KeptReply {
  key: string;
  total: number;
}

export interface ListedRequest {
  status?: "" | "open" | "wrong" | "everyday" | "will_add" | "out_of_scope" | "answered";
  page?: number;
}

export interface LookedRequest {
  words: string;
  key: string;
}

export interface MarkedRequest {
  status?: "" | "open" | "wrong" | "everyday" | "will_add" | "out_of_scope" | "answered";
  page?: number;
  key: string;
  mark: "open" | "will_add" | "out_of_scope" | "answered";
  passage?: string;
  own?: string;
  note?: string;
  bank?: boolean;
}

export interface OverruledRequest {
  key: string;
  part: "rows" | "heat" | "gaps" | "unasked";
  page?: number;
  label?: "" | "covered" | "partial" | "none";
  domain?: string;
  words?: string;
  unsure?: boolean;
  objective: string;
  theirs: "" | "covered" | "partial" | "none";
  note?: string;
}

export interface PartRequest {
  key: string;
  part: "rows" | "heat" | "gaps" | "unasked";
  page?: number;
  label?: "" | "covered" | "partial" | "none";
  domain?: string;
  words?: string;
  unsure?: boolean;
}

export interface QuestionsPartRequest {
  since?: "week" | "month" | "year" | "all";
  part: "topics" | "sections" | "cited" | "never" | "alike";
  page?: number;
}

export interface ReadingReply {
  html: string;
  total: number;
}

export interface RecheckedReply {
  html: string;
  said: string;
  question: string;
  closed: string;
}

export interface RenamedRequest {
  key: string;
  title: string;
}

export interface RequestRequest {
}

export interface SaidReply {
  said: string;
}

export interface SinceRequest {
  since?: "week" | "month" | "year" | "all";
}

export interface TakenRequest {
  key: string;
  kind: "csv" | "json" | "html";
  origin?: string;
}

export interface TakingReply {
  unfinished?: boolean;
  name?: string;
  text?: string;
}

export interface WorkListReply {
  html: string;
  behind: boolean;
}

export interface Actions {
  /** Return the place to bring a syllabus to, with those brought before. */
  "begin": { request: RequestRequest; reply: HtmlReply };
  /** Return how a syllabus was read, as an outline to correct, with what looks wrong; nothing is kept yet. */
  "read": { request: BroughtRequest; reply: ReadingReply };
  /** Keep a syllabus and return the key that it is known by. */
  "bring": { request: BroughtRequest; reply: KeptReply };
  /** Keep the syllabus that comes with the course. */
  "own": { request: RequestRequest; reply: KeptReply };
  /** Decide the next objectives and return how far it is. */
  "decide": { request: ChosenRequest; reply: DecidedReply };
  /** Return the findings as a whole, with the first page of each part; `work` has to come first. */
  "result": { request: ChosenRequest; reply: FindingsReply };
  /** Return one page of one part. */
  "objectives": { request: PartRequest; reply: FindingsReply };
  /** Keep an instructor's label and return the page of rows again. */
  "overrule": { request: OverruledRequest; reply: FindingsReply };
  /** Return what two syllabi have in common, and what each asks for that the other does not. */
  "compare": { request: ComparedRequest; reply: FindingsReply };
  /** Call a syllabus by another name. */
  "rename": { request: RenamedRequest; reply: SaidReply };
  /** Forget a syllabus. */
  "drop": { request: ChosenRequest; reply: HtmlReply };
  /** Return the findings as a file. */
  "take": { request: TakenRequest; reply: TakingReply };
  /** Return the whole view, the first page of each table. */
  "asked": { request: SinceRequest; reply: HtmlReply };
  /** Return one page of one table. */
  "questions": { request: QuestionsPartRequest; reply: HtmlReply };
  /** Return the question log as CSV, as the setting lets it out. */
  "log": { request: SinceRequest; reply: DownloadReply };
  /** Return one page of the work list. */
  "work": { request: ListedRequest; reply: WorkListReply };
  /** Keep a mark; what answers becomes a test case and, if wanted, a question of the bank, and is found at once. */
  "mark": { request: MarkedRequest; reply: DoneReply };
  /** Return passages that may answer an item, found by words. */
  "find": { request: LookedRequest; reply: HtmlReply };
  /** Bring the index up to date, ask the open items again, and say which ones are answered now. */
  "again": { request: ListedRequest; reply: RecheckedReply };
  /** Return the work list as CSV; none of its questions when the setting lets none out. */
  "list": { request: RequestRequest; reply: DownloadReply };
  /** Return the whole view, the first page of each list. */
  "health": { request: RequestRequest; reply: HtmlReply };
  /** Return one page of one list. */
  "material": { request: HealthPartRequest; reply: HtmlReply };
  /** Return the numbers by topic as CSV. */
  "numbers": { request: RequestRequest; reply: DownloadReply };
}
